"""The index follows the record: what becomes public is found at once, what stops being public is not."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from consultations.models import Consultation, Submission
from consultations.services.cancel_consultation import cancel_consultation
from consultations.services.moderate import moderate
from consultations.services.publish_version import ProvisionContent, TextContent, publish_version
from consultations.services.respond import respond
from consultations.services.withdraw_submission import withdraw_submission
from consultations.states import SubmissionState
from consultations.tokens import follow_token
from plugins.api.events import Kind, RecordEvent
from plugins.api.search import Results, SearchQuery, search
from plugins.bundled.submission_search.events import note_change
from search.engines import SearchEngine
from search.models import OutboxEntry
from tests.factories.record import ConsultationFactory, InstitutionFactory, SubmissionFactory

pytestmark = pytest.mark.django_db

REASON = {"mk": "Навреда.", "en": "An insult."}


def results(text: str = "", **filters: str) -> Results:
    return search(SearchQuery(text=text, filters={name: frozenset({value}) for name, value in filters.items()}))


def found(text: str = "", **filters: str) -> list[tuple[str, str]]:
    return sorted((hit.object_id, hit.state) for hit in results(text, **filters).hits)


def act(submission: Submission, action: str) -> None:
    moderate(
        submission_uuid=submission.uuid,
        action=action,
        public_reason=REASON,
        reason_code="insult",
        actor=None,
        institution=submission.institution,
    )


@pytest.fixture
def held() -> Submission:
    return SubmissionFactory(text="Патот кон училиштето е скршен", state=SubmissionState.HELD)


@pytest.fixture
def published(held: Submission, committed: Callable) -> Submission:
    with committed():
        act(held, "publish")
    return held


def test_submission_is_found_as_soon_as_it_is_published_and_in_every_script(
    held: Submission, committed: Callable
) -> None:
    assert found("училиште*") == []
    with committed():
        act(held, "publish")
    expected = [(str(held.uuid), "published")]
    assert found("училиштето") == found("uciliste*") == found("UČILIŠTETO") == expected


@pytest.mark.parametrize("action", ["hide", "remove"])
def test_submission_is_gone_as_soon_as_it_is_hidden_or_removed(
    published: Submission, committed: Callable, action: str
) -> None:
    with committed():
        act(published, action)
    assert results("патот").total == results().total == 0


def test_submission_is_gone_as_soon_as_it_is_withdrawn(published: Submission, committed: Callable) -> None:
    with committed():
        withdraw_submission(follow_token(published.uuid))
    assert results().total == 0


def test_restored_submission_is_found_again(published: Submission, committed: Callable) -> None:
    with committed():
        act(published, "remove")
        act(published, "restore")
    assert found("патот") == [(str(published.uuid), "published")]


def test_answered_submission_is_found_as_answered(published: Submission, committed: Callable) -> None:
    with committed():
        respond(
            institution=published.institution,
            submission_uuids=[published.uuid],
            outcome="accepted",
            reasons=REASON,
            actor=None,
        )
    assert found("патот", state="answered") == [(str(published.uuid), "answered")]
    assert found("патот", state="published") == []


def test_change_that_is_rolled_back_reaches_no_index(held: Submission) -> None:
    act(held, "publish")  # the transaction of this test is never committed
    assert results().total == 0
    assert OutboxEntry.objects.filter(source="submission", object_id=str(held.uuid)).count() == 1


@pytest.mark.parametrize("url", ["sqlite:///{folder}/file/search.sqlite3", "elasticsearch://127.0.0.1:9/nobody"])
def test_index_that_is_down_does_not_hold_up_the_record(
    held: Submission, committed: Callable, own_index: SearchEngine, settings, tmp_path, url: str
) -> None:
    (tmp_path / "file").write_text("in the way")
    settings.SEARCH_URL = url.format(folder=tmp_path)
    with committed():
        act(held, "publish")
    held.refresh_from_db()
    assert held.state == SubmissionState.PUBLISHED
    assert OutboxEntry.objects.count() == 1


class TestDocuments:
    UID_1, UID_2 = UUID(int=11), UUID(int=12)

    def publish(self, document: UUID, second: str, **kwargs) -> None:
        texts = {
            self.UID_1: {"mk": TextContent(heading="Општи одредби", html="<p>За соработката.</p>")},
            self.UID_2: {
                "mk": TextContent(heading="Лице за контакт", html=f"<p>{second}</p>"),
                "sq": TextContent(heading="Personi i kontaktit", html="<p>Komuna cakton një person.</p>"),
            },
        }
        publish_version(
            institution=kwargs.get("institution") or self.institution,
            document_uuid=document,
            kind="strategy",
            titles={"mk": "Стратегија за соработка", "sq": "Strategjia e bashkëpunimit"},
            provisions=[
                ProvisionContent(uid=uid, kind="article", number=str(number), texts=words)
                for number, (uid, words) in enumerate(texts.items(), 1)
            ],
            languages=["mk", "sq"],
            source_language="mk",
            actor=None,
        )

    @pytest.fixture(autouse=True)
    def its_institution(self) -> None:
        self.institution = InstitutionFactory(slug="jegunovce")

    def test_version_is_found_in_each_of_its_languages_by_provision(self, committed: Callable) -> None:
        document = uuid4()
        with committed():
            self.publish(document, "Општината именува лице.")
        (macedonian,) = results("imenuva").hits
        assert (macedonian.language, macedonian.kind, macedonian.state) == ("mk", "document", "current")
        assert macedonian.url_path == f"/documents/{document}/versions/1/#p-{self.UID_2}"
        assert macedonian.section == "2 Лице за контакт"
        assert "<mark>именува</mark>" in macedonian.passage_html
        (albanian,) = results("cakton").hits
        assert (albanian.language, albanian.title) == ("sq", "Strategjia e bashkëpunimit")

    def test_provision_that_is_not_translated_is_found_in_its_own_language_only(self, committed: Callable) -> None:
        with committed():
            self.publish(uuid4(), "Општината именува лице.")
        assert [hit.language for hit in results("соработката").hits] == ["mk"]

    def test_earlier_version_stays_findable_and_is_said_to_be_earlier(self, committed: Callable) -> None:
        document = uuid4()
        with committed():
            self.publish(document, "Општината именува лице.")
        with committed():
            self.publish(document, "Советот избира лице.")
        assert [hit.url_path.split("#")[0] for hit in results("именува").hits] == [
            f"/documents/{document}/versions/1/"
        ]
        assert found("именува") == [(str(document), "superseded")]
        assert found("избира") == [(str(document), "current")]


class TestConsultations:
    def cancel(self, consultation: Consultation) -> None:
        cancel_consultation(
            institution=consultation.institution, consultation_uuid=consultation.uuid, reasons=REASON, actor=None
        )

    def test_consultation_is_found_in_each_language_and_in_its_state(
        self, reindex: Callable, committed: Callable
    ) -> None:
        consultation = ConsultationFactory(
            titles={"mk": "Нацрт-стратегија", "sq": "Projekt-strategjia", "en": ""},
            summaries={"mk": "Каков пат сакате?", "sq": "Çfarë rruge doni?"},
        )
        reindex()
        assert found("strategjia", state="open") == [(str(consultation.uuid), "open")]
        assert {hit.language for hit in results(kind="consultation").hits} == {"mk", "sq"}
        (hit,) = results("rruge").hits
        assert hit.url_path == f"/consultations/{consultation.uuid}/"
        with committed():
            self.cancel(consultation)
        assert found("strategjia", state="open") == []
        assert found("strategjia") == [(str(consultation.uuid), "cancelled")]

    def test_planned_and_past_consultations_are_found(self, reindex: Callable) -> None:
        planned, past = ConsultationFactory(planned=True), ConsultationFactory(closed=True)
        reindex()
        assert found("nacrt", language="mk") == sorted(
            [(str(planned.uuid), "planned"), (str(past.uuid), "closed")]
        )


def test_rebuild_finds_everything_public_and_nothing_else(reindex: Callable) -> None:
    consultation = ConsultationFactory()
    root = SubmissionFactory(consultation=consultation, text="заедно прв")
    reply = SubmissionFactory(parent=root, text="заедно втор")
    for state in set(SubmissionState) - {SubmissionState.PUBLISHED}:
        SubmissionFactory(consultation=consultation, text="заедно таен", state=state)
    inactive = ConsultationFactory(institution=InstitutionFactory(is_active=False))
    SubmissionFactory(consultation=inactive, text="заедно исклучен")
    reindex()
    assert [object_id for object_id, _ in found("заедно")] == sorted([str(root.uuid), str(reply.uuid)])
    assert results(kind="consultation").total == len(consultation.titles)


def test_submissions_are_indexed_with_one_query_however_many(
    django_assert_num_queries: Callable,
) -> None:
    from plugins.bundled.submission_search.sources import submissions

    consultation = ConsultationFactory()
    for count in (1, 20):
        made = [SubmissionFactory(consultation=consultation) for _ in range(count)]
        with django_assert_num_queries(1):
            assert len(list(submissions.documents([str(one.uuid) for one in made]))) == count


@pytest.mark.parametrize("kind", [Kind.SUBMISSION_RECEIVED, Kind.SUBMISSION_HELD])
def test_what_nobody_may_read_yet_costs_the_index_nothing(held: Submission, kind: Kind) -> None:
    event = {"institution": held.institution.uuid, "submission": held.uuid, "at": held.submitted_at}

    note_change(RecordEvent(kind=kind, **event))
    assert not OutboxEntry.objects.exists()
    note_change(RecordEvent(kind=Kind.SUBMISSION_PUBLISHED, **event))
    assert OutboxEntry.objects.count() == 1
