"""A consultation's dates are lawful when set, and only ever put off once it is open."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from consultations.errors import DatesFixed, DatesInvalid, NotFound, TitleMissing, TooShort, TransitionRefused
from consultations.events import Kind
from consultations.ledger import fingerprint
from consultations.models import Consultation, LedgerEvent
from consultations.services.cancel_consultation import cancel_consultation
from consultations.services.schedule_consultation import schedule_consultation
from tests.factories.record import InstitutionFactory, UserFactory, VersionFactory

SKOPJE = ZoneInfo("Europe/Skopje")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OPENS = datetime(2026, 11, 25, 9, 0, tzinfo=SKOPJE)
#: Twenty days later, at the end of the day.
EARLIEST = datetime(2026, 12, 15, 23, 59, tzinfo=SKOPJE)
WHILE_OPEN = OPENS + timedelta(days=3)
AFTER = EARLIEST + timedelta(days=3)
UUID = uuid4()


@pytest.fixture
def institution(db):
    return InstitutionFactory(rule_set="mk", time_zone="Europe/Skopje")


@pytest.fixture
def version(institution):
    return VersionFactory(document__institution=institution)


@pytest.fixture
def schedule(institution, version):
    def scheduled(**fields):
        given = {
            "institution": institution,
            "uuid": UUID,
            "titles": {"mk": "Нацрт", "sq": "Projekt"},
            "summaries": {"mk": "Опис"},
            "act_type": "standard",
            "opens_at": OPENS,
            "closes_at": EARLIEST,
            "versions": [version],
            "actor": None,
            "source_language": "mk",
            "now": NOW,
        }
        return schedule_consultation(**given | fields)

    return scheduled


def test_earliest_lawful_closing_is_accepted(institution, version, schedule, told):
    official = UserFactory()
    consultation = schedule(actor=official)

    row = Consultation.objects.get(uuid=UUID)
    assert row == consultation
    assert (row.institution, row.rule_set, row.act_type) == (institution, "mk", "standard")
    assert (row.opens_at, row.closes_at, row.announced_state) == (OPENS, EARLIEST, "planned")
    assert (row.titles, row.summaries) == ({"mk": "Нацрт", "sq": "Projekt"}, {"mk": "Опис"})
    assert list(row.versions.all()) == [version]
    assert [event.kind for event in told] == [Kind.CONSULTATION_SCHEDULED]
    event = LedgerEvent.objects.get()
    assert event.actor == f"staff:{official.pk}"
    assert event.payload == {
        "rule_set": "mk",
        "act_type": "standard",
        "opens_at": "2026-11-25T08:00:00.000000Z",
        "closes_at": "2026-12-15T22:59:00.000000Z",
        "titles_hash": fingerprint(row.titles),
        "summaries_hash": fingerprint(row.summaries),
        "topics": [],
        "versions": [{"version": str(version.uuid), "content_hash": version.content_hash}],
    }


def test_a_minute_less_is_too_short_and_told_when_it_would_be_lawful(schedule):
    with pytest.raises(TooShort) as refused:
        schedule(closes_at=EARLIEST - timedelta(minutes=1))
    assert (refused.value.earliest_closing, refused.value.rule_set) == (EARLIEST, "mk")
    assert not Consultation.objects.exists()


def test_nobody_opens_in_the_past_to_close_early(schedule):
    with pytest.raises(TooShort) as refused:
        schedule(opens_at=NOW - timedelta(days=19), closes_at=NOW + timedelta(days=2))
    assert refused.value.earliest_closing == datetime(2026, 12, 12, 23, 59, tzinfo=SKOPJE)


def test_opening_that_is_past_is_now(schedule):
    assert schedule(opens_at=NOW - timedelta(hours=12)).opens_at == NOW


def test_complex_act_is_open_for_longer(schedule, institution):
    institution.rule_set = "xk-government"
    institution.save()

    with pytest.raises(TooShort) as standard:
        schedule(closes_at=OPENS + timedelta(days=1))
    with pytest.raises(TooShort) as complex_act:
        schedule(closes_at=OPENS + timedelta(days=1), act_type="complex")
    assert complex_act.value.earliest_closing > standard.value.earliest_closing


def test_closing_before_the_opening_is_invalid(schedule):
    with pytest.raises(DatesInvalid):
        schedule(closes_at=OPENS)


def test_title_in_the_source_language_is_needed(schedule):
    with pytest.raises(TitleMissing):
        schedule(titles={"sq": "Projekt", "mk": "  "})


def test_versions_of_another_institution_look_like_none(schedule):
    with pytest.raises(NotFound):
        schedule(versions=[VersionFactory()])
    assert not Consultation.objects.exists()


def test_consultation_of_another_institution_looks_like_none(schedule):
    schedule()

    with pytest.raises(NotFound):
        schedule(institution=InstitutionFactory(), versions=[])


def test_publishing_the_same_again_tells_nobody(schedule, told):
    schedule()
    schedule(now=NOW + timedelta(hours=1))

    assert len(told) == LedgerEvent.objects.count() == 1


class TestPlanned:
    """Before it opens everything may change."""

    def test_dates_documents_and_texts_may_change(self, institution, version, schedule, told):
        schedule()
        other = VersionFactory(document__institution=institution)
        later = timedelta(days=7)
        row = schedule(
            opens_at=OPENS + later,
            closes_at=EARLIEST + later,
            versions=[other, version],
            titles={"mk": "Друг нацрт"},
        )

        row.refresh_from_db()
        assert (row.opens_at, row.closes_at) == (OPENS + later, EARLIEST + later)
        assert list(row.versions.order_by("subjects__position")) == [other, version]
        assert row.titles == {"mk": "Друг нацрт"}
        assert len(told) == 2

    def test_change_must_be_lawful_too(self, schedule):
        schedule()

        with pytest.raises(TooShort):
            schedule(opens_at=OPENS + timedelta(days=1))
        assert Consultation.objects.get().opens_at == OPENS


class TestOpen:
    """Once people take part, nothing is taken away from them."""

    def test_closing_may_be_put_off(self, schedule, told):
        schedule()
        row = schedule(closes_at=EARLIEST + timedelta(days=5), now=WHILE_OPEN)

        row.refresh_from_db()
        assert (row.opens_at, row.closes_at) == (OPENS, EARLIEST + timedelta(days=5))
        assert LedgerEvent.objects.get(sequence=2).payload["closes_at"] == "2026-12-20T22:59:00.000000Z"
        assert len(told) == 2

    def test_closing_is_never_brought_forward(self, schedule):
        schedule(closes_at=EARLIEST + timedelta(days=5))

        with pytest.raises(DatesFixed):
            schedule(closes_at=EARLIEST, now=WHILE_OPEN)

    def test_opening_and_documents_stay_as_people_were_shown_them(self, institution, version, schedule, told):
        schedule()
        newer = VersionFactory(document=version.document)
        row = schedule(opens_at=OPENS + timedelta(days=1), versions=[newer], act_type="complex", now=WHILE_OPEN)

        row.refresh_from_db()
        assert (row.opens_at, row.act_type, list(row.versions.all())) == (OPENS, "standard", [version])
        assert len(told) == 1

    def test_corrected_title_is_noted_in_the_ledger(self, schedule):
        schedule()
        schedule(titles={"mk": "Нацрт-стратегија"}, now=WHILE_OPEN)

        hashes = [event.payload["titles_hash"] for event in LedgerEvent.objects.order_by("sequence")]
        assert hashes == [fingerprint({"mk": "Нацрт", "sq": "Projekt"}), fingerprint({"mk": "Нацрт-стратегија"})]


def test_closed_consultation_is_not_opened_again(schedule):
    schedule()

    with pytest.raises(DatesFixed):
        schedule(closes_at=AFTER + timedelta(days=30), now=AFTER)
    assert schedule(now=AFTER).closes_at == EARLIEST


def test_cancelled_consultation_stays_cancelled(institution, schedule):
    schedule()
    cancel_consultation(
        institution=institution, consultation_uuid=UUID, reasons={"mk": "Повлечено."}, actor=None, now=NOW
    )

    with pytest.raises(TransitionRefused):
        schedule()
