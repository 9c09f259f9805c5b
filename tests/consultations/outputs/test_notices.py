"""Notices: written in every language of the institution, one delivery a channel, and only what is still true."""

import datetime as dt
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from consultations.events import Kind, RecordEvent
from consultations.outputs.notices import notice_of
from consultations.services.announce_transitions import announce_transitions
from consultations.services.cancel_consultation import cancel_consultation
from consultations.services.schedule_consultation import schedule_consultation
from plugins.kernel import deliveries
from plugins.kernel.models import PluginDelivery
from tests.factories.record import ConsultationFactory, InstitutionFactory, VersionFactory

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def institution():
    return InstitutionFactory(
        slug="ours",
        name={"sq": "Komuna", "en": "The Municipality"},
        languages=["sq", "en"],
        time_zone="Europe/Skopje",
    )


def event(kind, consultation, at=AT):
    return RecordEvent(kind=kind, institution=consultation.institution.uuid, at=at, consultation=consultation.uuid)


@pytest.fixture
def channel(plugin):
    """A channel that keeps what it is told."""
    told = []
    plugin({"notification.channel": told.append})
    return told


def test_notice_speaks_every_language_of_the_institution(institution, settings):
    settings.BASE_URL = "https://kuvend.example/"
    consultation = ConsultationFactory(
        institution=institution,
        titles={"sq": "Plani", "en": "The plan"},
        closes_at=dt.datetime(2026, 3, 30, 21, 59, tzinfo=dt.UTC),
        opens_at=AT,
    )
    notice = notice_of(event(Kind.CONSULTATION_OPENED, consultation), now=AT)
    assert (notice.kind, notice.path) == ("consultation.opened", f"/consultations/{consultation.uuid}/")
    assert notice.event == f"consultation.opened:{consultation.uuid}:2026-03-02T09:00:00+00:00"
    assert list(notice.texts) == ["sq", "en"]
    english = notice.texts["en"]
    assert english.subject == "Open: The plan"
    assert english.body == (
        "The Municipality asks for your opinion: The plan. You can contribute until 30 March 2026, 23:59."
    )
    assert english.url == f"https://kuvend.example/en/consultations/{consultation.uuid}/"
    albanian = notice.texts["sq"]
    assert "Plani" in albanian.subject
    assert "30 Mars 2026" in albanian.body
    assert albanian.url == f"https://kuvend.example/sq/consultations/{consultation.uuid}/"


@pytest.mark.parametrize(
    ("kind", "told_at"),
    [
        (Kind.CONSULTATION_SCHEDULED, {"planned"}),
        (Kind.CONSULTATION_OPENED, {"open"}),
        (Kind.CONSULTATION_CLOSING_SOON, {"open"}),
        (Kind.CONSULTATION_CLOSED, {"closed"}),
        (Kind.CONSULTATION_ANSWERED, {"answered"}),
        (Kind.CONSULTATION_CANCELLED, set()),
        (Kind.SUBMISSION_PUBLISHED, set()),
    ],
)
def test_notice_is_told_only_while_it_is_true(institution, kind, told_at):
    consultation = ConsultationFactory(
        institution=institution, opens_at=AT, closes_at=AT + 10 * HOUR, answered_at=AT + 20 * HOUR
    )
    moments = {"planned": -HOUR, "open": HOUR, "closed": 11 * HOUR, "answered": 21 * HOUR}
    told = {
        state
        for state, after in moments.items()
        if notice_of(event(kind, consultation), now=AT + after) is not None
    }
    assert told == told_at


def test_answered_leads_to_the_report(institution):
    consultation = ConsultationFactory(institution=institution, closed=True, answered_at=timezone.now())
    notice = notice_of(event(Kind.CONSULTATION_ANSWERED, consultation))
    assert notice.path == f"/consultations/{consultation.uuid}/report/"
    assert notice.texts["en"].url.endswith(notice.path)


def test_version_is_told_when_it_is_published_and_not_for_a_translation(institution):
    version = VersionFactory(document__institution=institution, languages=["sq", "en"], source_language="sq")

    def published(at):
        return RecordEvent(
            kind=Kind.VERSION_PUBLISHED,
            institution=institution.uuid,
            at=at,
            document=version.document.uuid,
            version=version.uuid,
        )

    notice = notice_of(published(version.published_at))
    assert (notice.consultation, notice.document, notice.version) == (None, version.document.uuid, version.uuid)
    assert notice.path == f"/documents/{version.document.uuid}/versions/1/"
    assert notice.texts["en"].body == "The Municipality has published version 1 of this document: Strategy (en)."
    assert notice_of(published(version.published_at + HOUR)) is None


def test_nothing_is_told_of_what_is_not_there(institution):
    gone = RecordEvent(
        kind=Kind.CONSULTATION_OPENED, institution=institution.uuid, at=AT, consultation=UUID(int=1)
    )
    assert notice_of(gone) is None


def scheduled(institution, opens_in):
    opens_at = timezone.now() + opens_in
    return schedule_consultation(
        institution=institution,
        uuid=uuid4(),
        titles={"en": "The plan"},
        summaries={},
        act_type="standard",
        opens_at=opens_at,
        closes_at=opens_at + dt.timedelta(days=60),
        versions=[],
        actor=None,
        source_language="en",
    )


def test_channel_is_told_by_the_worker_what_is_still_true(institution, channel):
    scheduled(institution, 24 * HOUR)
    assert channel == []
    deliveries.deliver_due()
    assert [(notice.kind, notice.texts["en"].subject) for notice in channel] == [
        ("consultation.scheduled", "Announced: The plan")
    ]
    assert PluginDelivery.objects.count() == 0


def test_consultation_that_opens_at_once_is_told_as_open_alone(institution, channel):
    scheduled(institution, -HOUR)
    announce_transitions()
    deliveries.deliver_due()
    assert [notice.kind for notice in channel] == ["consultation.opened"]
    assert PluginDelivery.objects.count() == 0


def test_cancelled_consultation_is_not_told_any_more(institution, channel):
    consultation = scheduled(institution, 24 * HOUR)
    cancel_consultation(
        institution=institution,
        consultation_uuid=consultation.uuid,
        reasons={"sq": "Jo.", "en": "No."},
        actor=None,
    )
    deliveries.deliver_due()
    assert channel == []
    assert PluginDelivery.objects.count() == 0


def test_each_channel_is_told_and_retried_alone(institution, channels):
    told = []

    def broken(notice):
        raise ConnectionError("smtp says 044 123 456")

    channels(broken, told.append)
    scheduled(institution, 24 * HOUR)
    assert PluginDelivery.objects.count() == 2
    deliveries.deliver_due()
    waiting = PluginDelivery.objects.get()
    assert (waiting.contribution, waiting.attempts, waiting.last_error) == ("first", 1, "ConnectionError")
    deliveries.deliver_due(now=timezone.now() + 3 * HOUR)
    assert PluginDelivery.objects.get().attempts == 2
    assert len(told) == 1


def test_no_row_is_written_where_no_channel_is(institution, plugin):
    plugin({"record.event": lambda event: None})
    scheduled(institution, 24 * HOUR)
    assert PluginDelivery.objects.count() == 0
