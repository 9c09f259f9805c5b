"""Publishing freezes a document; what people saw never changes, and translations may come later."""

from datetime import timedelta
from uuid import uuid4

import pytest

from consultations.errors import DocumentInvalid, NotFound, TitleMissing
from consultations.events import Kind
from consultations.models import Document, LedgerEvent, OutboxMessage, Provision, ProvisionText, Version
from consultations.services.publish_version import ProvisionContent, TextContent, publish_version
from tests.consultations.services.conftest import NOW
from tests.factories.record import InstitutionFactory

DOCUMENT, GOAL, RESULT = uuid4(), uuid4(), uuid4()
TITLES = {"mk": "Стратегија", "sq": "Strategjia", "en": "Strategy"}


def provisions(source="Форум", **translations):
    """A goal and its result; `source` is the result's Macedonian text, `sq="…"` its Albanian one."""
    words = {"mk": source, **translations}
    return [
        ProvisionContent(
            uid=GOAL, kind="specific_goal", number="1", texts={"mk": TextContent(heading="Соработка")}
        ),
        ProvisionContent(
            uid=RESULT,
            kind="result",
            number="1.1",
            parent_uid=GOAL,
            texts={
                language: TextContent(heading=f"Н {language}", html=f"<p>{text}</p>")
                for language, text in words.items()
            },
        ),
    ]


@pytest.fixture
def institution(db):
    return InstitutionFactory()


@pytest.fixture
def publish(institution):
    """Publishes the strategy in Macedonian, or as told."""

    def published(content=None, **fields):
        given = {
            "institution": institution,
            "document_uuid": DOCUMENT,
            "kind": "strategy",
            "titles": {"mk": TITLES["mk"]},
            "provisions": provisions() if content is None else content,
            "languages": ["mk"],
            "source_language": "mk",
            "actor": None,
            "now": NOW,
        }
        return publish_version(**given | fields)

    return published


def texts(version, uid=RESULT):
    rows = ProvisionText.objects.filter(provision__version=version, provision__uid=uid)
    return {row.language: (row.html, row.is_fallback) for row in rows}


def test_first_publication_freezes_version_one(institution, publish, told):
    version = publish()

    assert (version.number, version.languages, version.titles) == (1, ["mk"], {"mk": "Стратегија"})
    assert (version.document.uuid, version.document.institution) == (DOCUMENT, institution)
    assert (version.document.kind, version.published_at) == ("strategy", NOW)
    assert list(
        Provision.objects.values_list("uid", "parent_uid", "kind", "number", "position", "depth").order_by(
            "position"
        )
    ) == [
        (GOAL, None, "specific_goal", "1", 1, 0),
        (RESULT, GOAL, "result", "1.1", 2, 1),
    ]
    text = ProvisionText.objects.get(provision__uid=RESULT)
    assert (text.heading, text.html, text.text, text.is_fallback) == ("Н mk", "<p>Форум</p>", "Форум", False)
    assert [(e.kind, e.institution, e.document, e.version) for e in told] == [
        (Kind.VERSION_PUBLISHED, institution.uuid, DOCUMENT, version.uuid)
    ]
    assert OutboxMessage.objects.count() == 1
    assert not LedgerEvent.objects.exists()


def test_same_content_again_is_the_same_version(publish, told):
    version = publish()
    again = publish(now=NOW + timedelta(days=1))

    assert (again.pk, again.published_at) == (version.pk, NOW)
    assert Version.objects.count() == 1
    assert len(told) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"content": provisions("Совет")},
        {"content": provisions()[:1]},
        {"titles": {"mk": "Друга стратегија"}},
    ],
)
def test_changed_source_is_a_new_version_and_the_old_stays(publish, change):
    first = publish()
    second = publish(**change, now=NOW + timedelta(days=1))

    assert (first.number, second.number) == (1, 2)
    first.refresh_from_db()
    assert (first.titles, texts(first)) == ({"mk": "Стратегија"}, {"mk": ("<p>Форум</p>", False)})
    assert first.content_hash != second.content_hash


def test_translation_that_comes_later_joins_the_version(publish, told):
    version = publish()
    again = publish(provisions(sq="Forumi"), languages=["mk", "sq"], titles={k: TITLES[k] for k in ("mk", "sq")})

    assert again.pk == version.pk
    assert (again.languages, again.titles) == (["mk", "sq"], {"mk": "Стратегија", "sq": "Strategjia"})
    assert texts(version) == {"mk": ("<p>Форум</p>", False), "sq": ("<p>Forumi</p>", False)}
    assert texts(version, GOAL) == {"mk": ("", False), "sq": ("", True)}
    assert len(told) == 2


def test_translation_takes_the_place_of_the_source_text_that_stood_in(publish, told):
    version = publish(languages=["mk", "sq"])
    assert texts(version)["sq"] == ("<p>Форум</p>", True)

    again = publish(provisions(sq="Forumi"), languages=["mk", "sq"])

    assert again.pk == version.pk
    assert texts(version)["sq"] == ("<p>Forumi</p>", False)
    assert len(told) == 2


def test_fallback_said_by_the_editor_is_kept_as_such(publish):
    content = provisions()
    content[1].texts["sq"] = TextContent(html="<p>Форум</p>", is_fallback=True)

    assert texts(publish(content, languages=["mk", "sq"]))["sq"] == ("<p>Форум</p>", True)


def test_translation_people_have_read_is_changed_in_a_new_version_only(publish):
    first = publish(provisions(sq="Forumi"), languages=["mk", "sq"])
    second = publish(provisions(sq="Këshilli"), languages=["mk", "sq"])

    assert (second.number, second.content_hash) == (2, first.content_hash)
    assert (texts(first)["sq"], texts(second)["sq"]) == (("<p>Forumi</p>", False), ("<p>Këshilli</p>", False))


def test_translated_title_people_have_read_is_changed_in_a_new_version_only(publish):
    publish(languages=["mk", "sq"], titles={"mk": "Стратегија", "sq": "Strategjia"})
    second = publish(languages=["mk", "sq"], titles={"mk": "Стратегија", "sq": "Plani"})

    assert second.number == 2


def test_back_to_the_former_text_is_a_third_version(publish):
    publish()
    publish(provisions("Совет"))

    assert publish().number == 3


def test_language_that_is_left_out_later_stays_published(publish):
    first = publish(provisions(sq="Forumi"), languages=["mk", "sq"])
    again = publish()

    assert (again.pk, again.languages) == (first.pk, ["mk", "sq"])


def test_html_is_sanitised(publish):
    version = publish(provisions('a<script>alert(1)</script><img src="x" onerror="y">'))

    assert texts(version)["mk"] == ('<p>a<img src="x"></p>', False)


def test_document_of_another_institution_is_not_published_over(publish):
    version = publish()

    with pytest.raises(NotFound):
        publish(provisions("Туѓо"), institution=InstitutionFactory())
    assert Version.objects.get() == version


def test_source_title_may_not_be_missing(publish):
    with pytest.raises(TitleMissing):
        publish(titles={"mk": " ", "en": "Strategy"})


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        ({"content": [*provisions(), provisions()[1]]}, "provision 3 has the uid of another"),
        ({"content": provisions()[::-1]}, "provision 1 comes before its parent"),
        (
            {"content": [ProvisionContent(uid=GOAL, kind="verse", texts={"mk": TextContent()})]},
            "provision 1 is of an unknown kind",
        ),
        (
            {"content": [ProvisionContent(uid=GOAL, kind="note", texts={"en": TextContent()})]},
            "provision 1 has no text in the source language",
        ),
        (
            {"content": [ProvisionContent(uid=GOAL, kind="note", texts={"mk": TextContent(heading="\ud800")})]},
            "provision 1 has characters that cannot be stored",
        ),
        ({"kind": "poem"}, "the document is of an unknown kind"),
    ],
)
def test_structure_that_cannot_be_published_is_refused(publish, change, detail):
    with pytest.raises(DocumentInvalid) as refused:
        publish(**change)
    assert refused.value.params == {"detail": detail}
    assert not Document.objects.exists()


def test_nesting_has_an_end(publish):
    uids = [uuid4() for _ in range(22)]
    content = [
        ProvisionContent(uid=uid, kind="chapter", parent_uid=parent, texts={"mk": TextContent()})
        for uid, parent in zip(uids, [None, *uids], strict=False)
    ]

    assert publish(content[:21]).provisions.get(uid=uids[20]).depth == 20
    with pytest.raises(DocumentInvalid):
        publish(content)


def test_queries_are_the_same_for_three_provisions_and_a_hundred(publish, django_assert_num_queries):
    def document(count):
        words = {"mk": TextContent(html="<p>a</p>")}
        return [ProvisionContent(uid=uuid4(), kind="article", number=str(n), texts=words) for n in range(count)]

    # savepoint; get, savepoint, insert, release; lock; current; version; provisions; texts; outbox; release
    with django_assert_num_queries(12):
        publish(document(3), document_uuid=uuid4())
    with django_assert_num_queries(12):
        publish(document(100), document_uuid=uuid4())
