"""Translations are compiled without gettext, and only where they changed."""

import gettext
import os

import pytest
from babel.messages.pofile import PoFileError

from cms.management.catalogues import catalogue_files, compile_catalogues

CATALOGUE = """\
msgid ""
msgstr ""
"Language: sq\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Consultations"
msgstr "Konsultime"

#, fuzzy
msgid "Answer"
msgstr "Pyetje"

#, python-format
msgid "%(count)s submission"
msgid_plural "%(count)s submissions"
msgstr[0] "%(count)s koment"
msgstr[1] "%(count)s komente"
"""


@pytest.fixture
def source(tmp_path):
    """A catalogue where a room would keep it."""
    path = tmp_path / "cms" / "locale" / "sq" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE)
    return path


def compiled(source):
    """The catalogue as gettext reads it."""
    with source.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_compiled_catalogue_translates_and_counts(source):
    assert compile_catalogues([source]) == 1
    texts = compiled(source)
    assert texts.gettext("Consultations") == "Konsultime"
    assert texts.ngettext("%(count)s submission", "%(count)s submissions", 5) == "%(count)s komente"


def test_fuzzy_translation_is_left_in_english(source):
    compile_catalogues([source])
    assert compiled(source).gettext("Answer") == "Answer"


def test_unchanged_catalogue_is_not_compiled_again(source):
    compile_catalogues([source])
    assert compile_catalogues([source]) == 0


def test_changed_catalogue_is_compiled_again(source):
    compile_catalogues([source])
    source.write_text(CATALOGUE.replace("Konsultime", "Konsultimet"))
    later = source.with_suffix(".mo").stat().st_mtime_ns + 1_000_000
    os.utime(source, ns=(later, later))
    assert compile_catalogues([source]) == 1
    assert compiled(source).gettext("Consultations") == "Konsultimet"


def test_broken_catalogue_is_named_not_half_written(source):
    source.write_text(CATALOGUE + "\nmsgid open\n")
    with pytest.raises(PoFileError):
        compile_catalogues([source])
    assert [path.name for path in source.parent.iterdir()] == ["django.po"]


def test_catalogues_of_rooms_are_found_and_others_are_not(source, tmp_path):
    stray = tmp_path / "var" / "locale" / "sq" / "LC_MESSAGES" / "django.po"
    stray.parent.mkdir(parents=True)
    stray.write_text(CATALOGUE)
    assert list(catalogue_files(tmp_path)) == [source]
