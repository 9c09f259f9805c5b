"""A catalogue is wrong when a reader would get English, a guess, or a sentence without its number."""

import polib
import pytest


def entry(msgid, msgstr="", plural="", forms=None, flags=()):
    """One translation as polib reads it."""
    return polib.POEntry(
        msgid=msgid, msgstr=msgstr, msgid_plural=plural, msgstr_plural=forms or {}, flags=list(flags)
    )


@pytest.mark.parametrize(
    "good",
    [
        entry("Consultations", "Konsultime"),
        entry("%(count)s of %(total)s answered", "%(total)s prej tyre, %(count)s me përgjigje"),
        entry("100%", "100%"),
        entry("one comment", plural="%(n)s comments", forms={0: "%(n)s koment", 1: "%(n)s komente"}),
        entry("one comment", plural="%(n)s comments", forms={0: "një koment", 1: "%(n)s komente"}),
    ],
)
def test_good_translation_draws_no_complaint(tool, good):
    assert list(tool("translations").complaints_about_entry(good, plurals=2)) == []


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        (entry("Answer"), "is not translated in every form"),
        (entry("Answer", "Pyetje", flags=["fuzzy"]), "is marked fuzzy"),
        (
            entry("one comment", plural="%(n)s comments", forms={0: "një koment", 1: ""}),
            "is not translated in every form",
        ),
        (
            entry("one comment", plural="%(n)s comments", forms={0: "një koment"}),
            "is not translated in every form",
        ),
        (
            entry("Closes on %(date)s", "Mbyllet më %(data)s"),
            "has other placeholders than the English text: 'Mbyllet më %(data)s'",
        ),
        (
            entry("one comment", plural="%(n)s comments", forms={0: "një koment", 1: "komente"}),
            "has other placeholders than the English text: 'komente'",
        ),
    ],
)
def test_bad_translation_is_named_with_its_fault(tool, bad, complaint):
    assert list(tool("translations").complaints_about_entry(bad, plurals=2)) == [complaint]


@pytest.fixture
def catalogue(tool, monkeypatch, tmp_path):
    """tools/translations.py over a tree with one Albanian catalogue."""
    translations = tool("translations")
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    path = tmp_path / "locale" / "sq" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    texts = polib.POFile()
    texts.metadata = {"Plural-Forms": "nplurals=2; plural=(n != 1);", "Content-Type": "text/plain; charset=UTF-8"}
    texts.append(entry("Answer", "Përgjigje"))
    texts.save(str(path))
    return lambda marked: list(translations.complaints_about_file(path, marked))


def test_text_missing_from_a_catalogue_is_named(catalogue):
    assert catalogue({(None, "Answer"), (None, "Submit")}) == [
        "locale/sq/LC_MESSAGES/django.po: 'Submit' is missing"
    ]


def test_text_no_longer_in_the_code_is_named(catalogue):
    assert catalogue(set()) == ["locale/sq/LC_MESSAGES/django.po: 'Answer' is no longer in the code"]


def test_complete_catalogue_draws_no_complaint(catalogue):
    assert catalogue({(None, "Answer")}) == []
