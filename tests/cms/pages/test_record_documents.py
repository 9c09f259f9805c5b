"""Publishing a document page freezes versions; provisions keep their uids through translation and its update."""

from typing import Any
from uuid import UUID

import pytest
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.operations import translate_object

from cms.pages.localise import translate_page
from cms.pages.models import DocumentPage
from consultations.models import Document, ProvisionText, Version
from tests.factories.institutions import add_page, document_page, make_institution, root_of

pytestmark = pytest.mark.django_db

ALBANIAN = {
    "Draft act": "Projektakti",
    "General": "Të përgjithshme",
    "Purpose": "Qëllimi",
    "Why this act.": "Pse ky akt.",
    "Terms": "Termat",
    "What words mean.": "Çfarë kuptojnë fjalët.",
    "Scope": "Fusha",
    "Whom it binds.": "Kë detyron.",
    "Why this act is needed.": "Pse nevojitet ky akt.",
}


@pytest.fixture(scope="module", autouse=True)
def laid(lay):
    return lay(make_institution)


@pytest.fixture
def page(laid) -> DocumentPage:
    """A published document in English."""
    return add_page(root_of(laid), document_page(slug="act"))


def uids(page: Page) -> list[str]:
    """Block ids of the live page, in order."""
    return [block.id for block in type(page).objects.get(pk=page.pk).body]


def texts(version: Version, language: str) -> list[tuple[str, str, bool]]:
    """Heading, text and whether it is a fallback, of each provision in order."""
    rows = ProvisionText.objects.filter(provision__version=version, language=language)
    return [(row.heading, row.text, row.is_fallback) for row in rows.order_by("provision__position")]


def newest(page: Page) -> Version:
    """The document's present version."""
    return Version.objects.filter(document__uuid=page.translation_key).latest("number")


def edit(page: DocumentPage, body: list[dict[str, Any]]) -> None:
    """Give the page another body and publish it, as an editor would."""
    draft = page.get_latest_revision_as_object()
    draft.body = DocumentPage._meta.get_field("body").stream_block.to_python(body)
    draft.save_revision().publish()


def test_published_document_becomes_version_one(page):
    version = newest(page)
    assert (version.number, version.languages, version.titles) == (1, ["en"], {"en": "Draft act"})
    document = Document.objects.get(uuid=page.translation_key)
    assert (document.institution.slug, document.kind) == ("alfa", "draft_act")
    rows = list(version.provisions.values_list("uid", "kind", "number", "depth", "parent_uid"))
    chapter, first, second = (UUID(uid) for uid in uids(page))
    assert rows == [
        (chapter, "chapter", "I", 0, None),
        (first, "article", "1", 1, chapter),
        (second, "article", "2", 1, chapter),
    ]
    assert texts(version, "en") == [
        ("General", "", False),
        ("Purpose", "Why this act.", False),
        ("Terms", "What words mean.", False),
    ]


def test_draft_writes_nothing(laid):
    add_page(root_of(laid), document_page(slug="act"), publish=False)
    assert not Document.objects.exists()


def test_publishing_the_same_again_makes_no_version(page):
    page.save_revision().publish()
    assert Version.objects.count() == 1


def test_translation_joins_the_version_and_keeps_every_uid(page):
    translated = translate_page(page, "sq", ALBANIAN)
    assert uids(translated) == uids(page)
    version = newest(page)
    assert (version.number, version.languages) == (1, ["en", "sq"])
    assert version.titles == {"en": "Draft act", "sq": "Projektakti"}
    assert texts(version, "sq") == [
        ("Të përgjithshme", "", False),
        ("Qëllimi", "Pse ky akt.", False),
        ("Termat", "Çfarë kuptojnë fjalët.", False),
    ]


def test_what_is_not_translated_falls_back_to_the_source_and_says_so(page):
    translate_page(page, "sq", {**ALBANIAN, "What words mean.": ""})
    assert texts(newest(page), "sq") == [
        ("Të përgjithshme", "", False),
        ("Qëllimi", "Pse ky akt.", False),
        ("Terms", "What words mean.", True),
    ]


def test_finishing_a_translation_fills_the_version_that_people_read(page):
    translate_page(page, "sq", {**ALBANIAN, "What words mean.": ""})
    translate_page(page, "sq", ALBANIAN)
    version = newest(page)
    assert version.number == 1
    assert texts(version, "sq")[2] == ("Termat", "Çfarë kuptojnë fjalët.", False)


def test_uids_survive_an_edit_and_the_update_of_its_translation(page, django_capture_on_commit_callbacks):
    """Through wagtail-localize itself: submit, translate, edit the source, update, translate the rest."""
    albanian = Locale.objects.get(language_code="sq")
    with django_capture_on_commit_callbacks(execute=True):
        translate_object(page, [albanian])
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=albanian)
    fill(translation)
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    target = translation.get_target_instance()
    chapter, first, second = uids(page)
    assert uids(target) == [chapter, first, second]

    inserted = "22222222-2222-4222-8222-222222222222"
    rewritten = {"number": "2", "heading": "Purpose", "text": "<p>Why this act is needed.</p>"}
    edit(
        page,
        [
            {"type": "chapter", "value": {"number": "I", "heading": "General"}, "id": chapter},
            {
                "type": "article",
                "value": {"number": "1", "heading": "Terms", "text": "<p>What words mean.</p>"},
                "id": second,
            },
            {"type": "article", "value": rewritten, "id": first},
            {
                "type": "article",
                "value": {"number": "3", "heading": "Scope", "text": "<p>Whom it binds.</p>"},
                "id": inserted,
            },
        ],
    )
    expected = [UUID(uid) for uid in (chapter, second, first, inserted)]
    version = newest(page)
    assert version.number == 2
    assert list(version.provisions.values_list("uid", flat=True)) == expected
    # The Albanian page still says what the first version said: what has changed falls back, the rest stays.
    assert texts(version, "sq") == [
        ("Të përgjithshme", "", False),
        ("Termat", "Çfarë kuptojnë fjalët.", False),
        ("Purpose", "Why this act is needed.", True),
        ("Scope", "Whom it binds.", True),
    ]

    TranslationSource.objects.get(pk=translation.source_id).update_from_db()
    translation.refresh_from_db()
    fill(translation)
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    assert uids(target) == uids(page) == [chapter, second, first, inserted]
    version = newest(page)
    assert version.number == 2
    assert list(version.provisions.values_list("uid", flat=True)) == expected
    assert texts(version, "sq") == [
        ("Të përgjithshme", "", False),
        ("Termat", "Çfarë kuptojnë fjalët.", False),
        ("Qëllimi", "Pse nevojitet ky akt.", False),
        ("Fusha", "Kë detyron.", False),
    ]
    assert texts(Version.objects.get(document=version.document, number=1), "sq")[1] == (
        "Qëllimi",
        "Pse ky akt.",
        False,
    )


def fill(translation: Translation) -> None:
    """Import a PO file with the Albanian words, as a translator may."""
    po = translation.export_po()
    for entry in po:
        entry.msgstr = ALBANIAN[entry.msgid]
    assert translation.import_po(po) == []


def test_words_a_translator_is_still_typing_stay_out_of_the_record(page):
    translate_page(page, "sq", ALBANIAN)
    translation = Translation.objects.get(source__object_id=page.translation_key)
    po = translation.export_po()
    for entry in po:
        entry.msgstr = "E papublikuar"
    translation.import_po(po)
    edit(
        page,
        [
            {
                "type": "article",
                "value": {"number": "7", "heading": "Purpose", "text": "<p>Why this act.</p>"},
                "id": uids(page)[1],
            },
        ],
    )
    version = newest(page)
    assert version.number == 2
    assert texts(version, "sq") == [("Qëllimi", "Pse ky akt.", False)]


def test_translation_published_before_its_source_waits_for_it(laid):
    root = root_of(laid)
    page = add_page(root, document_page(slug="act"), publish=False)
    translate_page(page, "sq", ALBANIAN)
    assert not Document.objects.exists()
    page.get_latest_revision().publish()
    assert newest(page).languages == ["en", "sq"]


def test_page_whose_translation_was_stopped_speaks_for_itself(page):
    translated = translate_page(page, "sq", ALBANIAN)
    Translation.objects.update(enabled=False)
    draft = translated.get_latest_revision_as_object()
    draft.body[1].value["heading"] = "Pse"
    draft.save_revision().publish()
    assert texts(newest(page), "sq")[1] == ("Pse", "Pse ky akt.", False)


@pytest.mark.parametrize("how", ["unpublish", "delete"])
def test_taking_the_page_away_leaves_the_record(page, how):
    translated = translate_page(page, "sq", ALBANIAN)
    before = list(ProvisionText.objects.order_by("pk").values())
    for each in (translated, DocumentPage.objects.get(pk=page.pk)):
        getattr(each, how)()
    assert list(ProvisionText.objects.order_by("pk").values()) == before
    assert Version.objects.count() == 1


def test_alias_in_another_language_is_no_translation(page):
    page.copy_for_translation(Locale.objects.get(language_code="sq"), copy_parents=True, alias=True)
    page.save_revision().publish()
    assert newest(page).languages == ["en"]
