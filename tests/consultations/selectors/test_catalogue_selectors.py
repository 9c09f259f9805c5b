"""Institutions, consultations, documents and their versions, as the public reads them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from consultations.errors import InvalidCursor, NotFound
from consultations.selectors.consultations import (
    consultation_detail,
    consultation_list,
    consultations_by_uuid,
)
from consultations.selectors.documents import (
    document_detail,
    document_list,
    version_by_uuid,
    version_detail,
    version_texts,
)
from consultations.selectors.institutions import institution_by_slug, institution_by_uuid, institution_list
from consultations.selectors.ledger import ledger_events
from consultations.services.submit import Guest, submit
from consultations.states import ConsultationState, consultation_state
from tests.factories.record import (
    ConsultationFactory,
    DocumentFactory,
    InstitutionFactory,
    ResponseFactory,
    SubmissionFactory,
    VersionFactory,
)

DAY = timedelta(days=1)


def uuids(page):
    return [view.uuid for view in page.items]


class TestInstitutions:
    def test_those_that_are_not_switched_off_by_slug(self, theirs, ours):
        InstitutionFactory(slug="closed", is_active=False)

        assert [view.slug for view in institution_list()] == ["ours", "theirs"]
        assert institution_by_slug("ours") == institution_by_uuid(ours.institution.uuid)
        assert institution_by_slug("ours").name_in("sq") == "Komuna ours"
        for missing in ("closed", "nowhere"):
            with pytest.raises(NotFound):
                institution_by_slug(missing)


class TestConsultations:
    def test_figures_count_what_is_public_and_answered(self, ours, theirs):
        answered = SubmissionFactory(consultation=ours.consultation)
        reply = SubmissionFactory(parent=answered)
        ResponseFactory(consultation=ours.consultation, submissions=[answered, reply, ours.removed])
        view = consultation_detail(ours.consultation.uuid)

        assert (view.published, view.answerable, view.answered) == (3, 2, 1)
        assert (view.institution.slug, view.state, view.is_open) == ("ours", "open", True)
        assert [version.uuid for version in view.versions] == [ours.version.uuid]
        assert (view.title_in("sq"), view.summary_in("sr")) == ("Projekt", "Опис")

    def test_replaced_answer_counts_once(self, ours):
        ResponseFactory(consultation=ours.consultation, submissions=[ours.published]).targets.update(
            is_current=False
        )
        ResponseFactory(consultation=ours.consultation, submissions=[ours.published])

        assert consultation_detail(ours.consultation.uuid).answered == 1

    def test_consultation_nobody_wrote_to_has_zeros(self, db):
        view = consultation_detail(ConsultationFactory().uuid)

        assert (view.published, view.answerable, view.answered, view.versions) == (0, 0, 0, ())

    def test_list_filters_by_institution_by_uuid_or_slug(self, ours, theirs):
        assert uuids(consultation_list(institution=ours.institution.uuid)) == [ours.consultation.uuid]
        assert uuids(consultation_list(institution="theirs")) == [theirs.consultation.uuid]
        assert uuids(consultation_list(institution="nobody")) == []

    def test_list_takes_several_institutions(self, ours, theirs):
        ConsultationFactory()
        wanted = {ours.institution.uuid, theirs.institution.uuid}

        found = consultation_list(institutions=wanted)
        assert {view.institution.uuid for view in found.items} == wanted
        assert uuids(consultation_list(institutions=wanted, institution="ours")) == [ours.consultation.uuid]
        assert consultation_list(institutions=()).items == ()

    def test_page_of_several_institutions_is_filled_by_theirs_alone(self, ours):
        for _ in range(3):
            ConsultationFactory(opens_at=timezone.now(), closes_at=timezone.now() + 30 * DAY)

        assert uuids(consultation_list(institutions=[ours.institution.uuid], limit=1)) == [ours.consultation.uuid]

    def test_list_filters_by_document(self, ours, theirs):
        assert uuids(consultation_list(document=theirs.document.uuid)) == [theirs.consultation.uuid]

    @pytest.mark.parametrize(
        ("language", "shown"), [("mk", True), ("sq", True), ("sr", False), ("en", True), ("tr", False)]
    )
    def test_list_filters_by_language(self, ours, language, shown):
        assert bool(consultation_list(language=language).items) is shown

    @pytest.mark.parametrize("script", ["sr", "sr-latn"])
    def test_serbian_is_found_in_either_script(self, db, script):
        ConsultationFactory(titles={"sr-latn": "Nacrt"}, source_language="sr-latn")

        assert len(consultation_list(language=script).items) == 1

    @pytest.mark.parametrize("moment", range(-50, 51, 10))
    def test_state_filter_agrees_with_the_state_shown(self, db, moment):
        now = timezone.now()
        rows = [
            ConsultationFactory(opens_at=now - 20 * DAY, closes_at=now + 20 * DAY),
            ConsultationFactory(
                opens_at=now - 20 * DAY, closes_at=now - 5 * DAY, answered_at=now, archived_at=now + 30 * DAY
            ),
            ConsultationFactory(opens_at=now - 5 * DAY, closes_at=now + 5 * DAY, cancelled_at=now),
            ConsultationFactory(opens_at=now, closes_at=now + DAY),
        ]
        at = now + moment * DAY
        for state in ConsultationState:
            found = {view.uuid: view.state for view in consultation_list(states=[state], now=at).items}
            assert found == {row.uuid: state for row in rows if consultation_state(row, at) == state}

    def test_several_states_are_one_list(self, ours):
        ConsultationFactory(closed=True)
        ConsultationFactory(planned=True)

        found = consultation_list(states=["open", "planned"])
        assert {view.state.value for view in found.items} == {"open", "planned"}
        with pytest.raises(ValueError, match="ajar"):
            consultation_list(states=["ajar"])

    def test_pages_go_forth_and_back(self, db):
        now = timezone.now()
        rows = [ConsultationFactory(opens_at=now - n * DAY, closes_at=now + 30 * DAY) for n in (1, 1, 2, 3, 4)]
        expected = [rows[1].uuid, rows[0].uuid, *(row.uuid for row in rows[2:])]
        first = consultation_list(limit=2)
        second = consultation_list(limit=2, cursor=first.next_cursor)

        assert uuids(first) + uuids(second) == expected[:4]
        assert uuids(consultation_list(limit=2, cursor=second.previous_cursor)) == uuids(first)
        with pytest.raises(InvalidCursor):
            document_list(cursor=first.next_cursor)

    def test_switched_off_institutions_have_none(self, ours, theirs):
        ours.institution.is_active = False
        ours.institution.save()

        assert uuids(consultation_list()) == [theirs.consultation.uuid]
        assert consultations_by_uuid([ours.consultation.uuid]) == []
        with pytest.raises(NotFound):
            consultation_detail(ours.consultation.uuid)

    def test_list_by_uuid_keeps_the_order_given(self, ours, theirs):
        wanted = [theirs.consultation.uuid, uuid4(), ours.consultation.uuid]

        assert [view.uuid for view in consultations_by_uuid(wanted)] == [wanted[0], wanted[2]]

    @pytest.mark.parametrize("count", [3, 300])
    def test_query_count_is_the_same(self, ours, count, django_assert_num_queries):
        for _ in range(count):
            SubmissionFactory(consultation=ConsultationFactory(versions=[ours.version]))

        with django_assert_num_queries(3):
            assert len(consultation_list(limit=500).items) == count + 1
        with django_assert_num_queries(3):
            consultation_detail(ours.consultation.uuid)


class TestDocuments:
    def test_document_has_its_versions_and_consultations(self, ours, theirs):
        later = VersionFactory(document=ours.document)
        planned = ConsultationFactory(institution=ours.institution, planned=True, versions=[later, ours.version])
        view = document_detail(ours.document.uuid)

        assert [version.number for version in view.versions] == [2, 1]
        assert view.current.uuid == later.uuid
        assert [(ref.uuid, ref.state.value, ref.versions) for ref in view.consultations] == [
            (planned.uuid, "planned", (later.uuid, ours.version.uuid)),
            (ours.consultation.uuid, "open", (ours.version.uuid,)),
        ]

    def test_document_without_a_version_is_no_document_yet(self, ours):
        draft = DocumentFactory(institution=ours.institution)

        assert uuids(document_list()) == [ours.document.uuid]
        with pytest.raises(NotFound):
            document_detail(draft.uuid)
        with pytest.raises(NotFound):
            version_detail(draft.uuid, language="mk")

    def test_list_filters_by_institution_and_kind(self, ours, theirs):
        assert uuids(document_list(institution="ours")) == [ours.document.uuid]
        assert uuids(document_list(institution=theirs.institution.uuid, kind="strategy")) == [theirs.document.uuid]
        assert document_list(kind="budget").items == ()

    def test_version_is_read_in_the_language_asked_for(self, ours):
        detail = version_detail(ours.document.uuid, language="sq")

        assert [(p.number, p.heading, p.text, p.language, p.is_fallback) for p in detail.provisions] == [
            ("1", "Heading 1 (sq)", "Text of article 1 (sq).", "sq", False),
            ("2", "Heading 2 (sq)", "Text of article 2 (sq).", "sq", False),
        ]
        assert (detail.version.number, detail.document.uuid) == (1, ours.document.uuid)
        assert [ref.uuid for ref in detail.consultations] == [ours.consultation.uuid]

    def test_untranslated_provision_is_shown_in_the_source_language_and_said_to_be(self, ours):
        ours.provision.texts.filter(language="sq").update(is_fallback=True, heading="Наслов")
        provision = version_detail(ours.document.uuid, language="sq").provisions[0]

        assert (provision.heading, provision.language, provision.is_fallback) == ("Наслов", "mk", True)

    @pytest.mark.parametrize(
        ("languages", "asked", "shown", "is_fallback"),
        [
            (["mk", "sq"], "en", "mk", True),
            (["mk", "en"], "tr", "mk", True),
            (["mk", "sr-latn"], "sr", "sr-latn", False),
            (["mk", "sr-latn"], "bs", "sr-latn", True),
        ],
    )
    def test_language_that_is_not_there_falls_back(self, db, languages, asked, shown, is_fallback):
        version = VersionFactory(languages=languages, provisions=1)
        (provision,) = version_by_uuid(version.uuid, language=asked).provisions

        assert (provision.language, provision.is_fallback) == (shown, is_fallback)

    def test_counts_are_of_public_submissions_on_this_version(self, ours, theirs):
        SubmissionFactory(parent=ours.published)
        SubmissionFactory(consultation=ours.consultation, version=ours.version)
        SubmissionFactory(
            consultation=ours.consultation,
            version=VersionFactory(document=ours.document),
            provision_uid=ours.provision.uid,
        )
        detail = version_detail(ours.document.uuid, 1, language="mk")

        assert [provision.published for provision in detail.provisions] == [2, 0]
        assert detail.published == 3

    @pytest.mark.parametrize("number", [0, -1, 2, 2**31, 10**30])
    def test_version_that_does_not_exist_is_not_found(self, ours, number):
        with pytest.raises(NotFound):
            version_detail(ours.document.uuid, number, language="mk")

    def test_newest_version_is_shown_unless_another_is_asked_for(self, ours):
        later = VersionFactory(document=ours.document)

        assert version_detail(ours.document.uuid, language="mk").version.uuid == later.uuid
        assert version_detail(ours.document.uuid, 1, language="mk").version.uuid == ours.version.uuid

    def test_texts_come_in_all_languages_for_indexing(self, ours):
        first, second = version_texts(ours.version.uuid)

        assert (first.uid, first.number, second.number) == (ours.provision.uid, "1", "2")
        assert {language: text.heading for language, text in first.texts.items()} == {
            language: f"Heading 1 ({language})" for language in ("mk", "sq", "en")
        }

    def test_switched_off_institutions_have_none(self, ours):
        ours.institution.is_active = False
        ours.institution.save()

        assert document_list().items == ()
        assert version_texts(ours.version.uuid) == ()
        for read in (document_detail, lambda uuid: version_detail(uuid, language="mk")):
            with pytest.raises(NotFound):
                read(ours.document.uuid)

    @pytest.mark.parametrize("count", [3, 300])
    def test_query_count_is_the_same(self, ours, count, django_assert_num_queries):
        version = VersionFactory(document__institution=ours.institution, provisions=count)
        consultation = ConsultationFactory(institution=ours.institution, versions=[version])
        for provision in version.provisions.all():
            SubmissionFactory(consultation=consultation, version=version, provision_uid=provision.uid)
        for _ in range(count):
            VersionFactory(provisions=0)

        with django_assert_num_queries(5):
            assert len(version_by_uuid(version.uuid, language="sq").provisions) == count
        with django_assert_num_queries(3):
            assert len(document_list(limit=500).items) == count + 2
        with django_assert_num_queries(1):
            assert len(version_texts(version.uuid)) == count


class TestLedger:
    def test_chain_is_read_in_pages(self, ours):
        for text in ("a", "b", "c"):
            submit(
                consultation_uuid=ours.consultation.uuid,
                text=text,
                language="mk",
                author=Guest(email="ana@example.org"),
            )
        first = ledger_events(ours.consultation.uuid, limit=2)
        second = ledger_events(ours.consultation.uuid, limit=2, cursor=first.next_cursor)

        assert [event.sequence for event in first.items + second.items] == [1, 2, 3]
        assert second.next_cursor is None
        assert second.items[0].previous_hash == first.items[1].hash
        with pytest.raises(InvalidCursor):
            ledger_events(ours.consultation.uuid, cursor="nonsense")

    def test_chain_of_nothing_is_not_found(self, ours):
        with pytest.raises(NotFound):
            ledger_events(uuid4())
