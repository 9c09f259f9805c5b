"""Cancelling, concluding, and telling others that a consultation opened or closed."""

from datetime import timedelta
from uuid import uuid4

import pytest

from consultations.errors import NotAllAnswered, NotFound, ReasonMissing, TransitionRefused
from consultations.events import Kind
from consultations.models import Consultation, LedgerEvent
from consultations.services.announce_transitions import announce_transitions
from consultations.services.cancel_consultation import cancel_consultation
from consultations.services.conclude_consultation import conclude_consultation
from consultations.states import consultation_state
from tests.consultations.services.conftest import CLOSES, NOW, OPENS
from tests.factories.record import ConsultationFactory, ResponseFactory, SubmissionFactory

SECOND = timedelta(seconds=1)
SOON = CLOSES - timedelta(days=3)
AFTER = CLOSES + timedelta(days=1)
REASONS = {"mk": "Нацртот е повлечен."}


@pytest.fixture
def conclude(place):
    """Concludes the consultation a day after it closed."""

    def concluded(**fields):
        given = {
            "institution": place.institution,
            "consultation_uuid": place.consultation.uuid,
            "actor": place.official,
            "now": AFTER,
        }
        return conclude_consultation(**given | fields)

    return concluded


class TestConclude:
    def test_answered_consultation_is_concluded(self, place, conclude, told):
        ResponseFactory(
            consultation=place.consultation, submissions=[SubmissionFactory(consultation=place.consultation)]
        )
        announce_transitions(now=AFTER)
        concluded = conclude()

        place.consultation.refresh_from_db()
        assert concluded.answered_at == place.consultation.answered_at == AFTER
        assert consultation_state(place.consultation, AFTER) == "answered"
        assert [event.kind for event in told] == [
            Kind.CONSULTATION_OPENED,
            Kind.CONSULTATION_CLOSED,
            Kind.CONSULTATION_ANSWERED,
        ]
        assert announce_transitions(now=AFTER) == 0

    def test_opening_and_closing_are_announced_before_the_answer(self, conclude, told):
        conclude()

        assert [(event.kind, event.at) for event in told] == [
            (Kind.CONSULTATION_OPENED, OPENS),
            (Kind.CONSULTATION_CLOSED, CLOSES),
            (Kind.CONSULTATION_ANSWERED, AFTER),
        ]
        assert announce_transitions(now=AFTER) == 0

    def test_number_of_missing_answers_is_told(self, place, conclude, told):
        answered = SubmissionFactory(consultation=place.consultation)
        ResponseFactory(consultation=place.consultation, submissions=[answered])
        unanswered = SubmissionFactory(consultation=place.consultation)
        SubmissionFactory(consultation=place.consultation)
        SubmissionFactory(parent=unanswered)  # a reply needs no answer of its own
        for state in ("held", "unverified", "hidden", "removed", "withdrawn"):
            SubmissionFactory(consultation=place.consultation, state=state)
        SubmissionFactory(consultation=ConsultationFactory(institution=place.institution))

        with pytest.raises(NotAllAnswered) as refused:
            conclude()
        assert refused.value.message == "2 contributions have no answer yet."
        assert told == []

    @pytest.mark.parametrize("moment", [OPENS - SECOND, NOW, CLOSES])
    def test_only_a_closed_one_is_concluded(self, conclude, moment):
        with pytest.raises(TransitionRefused):
            conclude(now=moment)

    def test_once_is_enough(self, conclude):
        conclude()

        with pytest.raises(TransitionRefused):
            conclude(now=AFTER + SECOND)

    def test_consultation_of_another_institution_looks_like_none(self, place, conclude):
        with pytest.raises(NotFound):
            conclude(institution=place.other)
        with pytest.raises(NotFound):
            conclude(consultation_uuid=uuid4())


class TestCancel:
    @pytest.fixture
    def cancel(self, place):
        def cancelled(**fields):
            given = {
                "institution": place.institution.uuid,
                "consultation_uuid": place.consultation.uuid,
                "reasons": REASONS,
                "actor": place.official,
                "now": NOW,
            }
            return cancel_consultation(**given | fields)

        return cancelled

    @pytest.mark.parametrize("moment", [OPENS - SECOND, NOW, AFTER])
    def test_cancelled_consultation_says_why(self, place, cancel, told, moment):
        cancel(now=moment)

        place.consultation.refresh_from_db()
        assert consultation_state(place.consultation, moment) == "cancelled"
        assert place.consultation.cancel_reasons == REASONS
        assert [event.kind for event in told] == [Kind.CONSULTATION_CANCELLED]
        assert LedgerEvent.objects.get().actor == f"staff:{place.official.pk}"
        assert announce_transitions(now=AFTER) == 0

    def test_reason_may_not_be_missing(self, cancel):
        with pytest.raises(ReasonMissing):
            cancel(reasons={"en": "Withdrawn."})

    @pytest.mark.parametrize("field", ["answered_at", "archived_at", "cancelled_at"])
    def test_what_is_over_cannot_be_cancelled(self, place, cancel, field):
        setattr(place.consultation, field, NOW - SECOND)
        place.consultation.save()

        with pytest.raises(TransitionRefused):
            cancel()

    def test_consultation_of_another_institution_looks_like_none(self, place, cancel):
        with pytest.raises(NotFound):
            cancel(institution=place.other.uuid)


class TestAnnounce:
    def test_opening_and_closing_are_announced_once_at_their_second(self, place, told):
        assert announce_transitions(now=OPENS - SECOND) == 0
        assert announce_transitions(now=OPENS) == 1
        assert announce_transitions(now=CLOSES) == 0
        assert announce_transitions(now=CLOSES + SECOND) == 1
        assert announce_transitions(now=AFTER) == 0
        assert [(event.kind, event.at, event.consultation) for event in told] == [
            (Kind.CONSULTATION_OPENED, OPENS, place.consultation.uuid),
            (Kind.CONSULTATION_CLOSED, CLOSES, place.consultation.uuid),
        ]

    @pytest.mark.django_db
    def test_worker_that_slept_announces_both(self, told):
        ConsultationFactory(opens_at=OPENS, closes_at=CLOSES)

        assert announce_transitions(now=AFTER) == 1
        assert [event.kind for event in told] == [Kind.CONSULTATION_OPENED, Kind.CONSULTATION_CLOSED]

    @pytest.mark.django_db
    def test_batch_is_limited_and_the_rest_comes_next(self):
        for _ in range(3):
            ConsultationFactory(opens_at=OPENS, closes_at=CLOSES)

        assert announce_transitions(now=NOW, limit=2) == 2
        assert announce_transitions(now=NOW, limit=2) == 1

    def test_cancelled_consultation_neither_opens_nor_closes(self, place, told):
        place.consultation.cancelled_at = OPENS - timedelta(days=1)
        place.consultation.save()

        assert announce_transitions(now=AFTER) == 0
        assert told == []


class TestClosingSoon:
    def test_near_end_is_announced_once(self, place, told):
        announce_transitions(now=OPENS)
        told.clear()

        assert announce_transitions(now=SOON - SECOND) == 0
        assert announce_transitions(now=SOON) == 1
        assert announce_transitions(now=SOON + SECOND) == 0
        assert [(event.kind, event.at, event.consultation) for event in told] == [
            (Kind.CONSULTATION_CLOSING_SOON, SOON, place.consultation.uuid)
        ]
        assert not LedgerEvent.objects.filter(kind=Kind.CONSULTATION_CLOSING_SOON).exists()

    def test_put_off_end_is_announced_again_when_it_is_near(self, place, told):
        announce_transitions(now=OPENS)
        announce_transitions(now=SOON)
        told.clear()
        later = CLOSES + timedelta(days=10)
        Consultation.objects.update(closes_at=later)

        assert announce_transitions(now=SOON + SECOND) == 0
        assert announce_transitions(now=later - timedelta(days=3)) == 1
        assert [event.kind for event in told] == [Kind.CONSULTATION_CLOSING_SOON]

    def test_worker_that_slept_past_the_end_says_only_that_it_closed(self, place, told):
        announce_transitions(now=OPENS)
        told.clear()

        announce_transitions(now=CLOSES + SECOND)
        assert [event.kind for event in told] == [Kind.CONSULTATION_CLOSED]

    def test_short_call_does_not_close_soon_when_it_opens(self, place, told):
        Consultation.objects.update(opens_at=SOON)

        assert announce_transitions(now=SOON) == 1
        assert announce_transitions(now=SOON + SECOND) == 0
        assert [event.kind for event in told] == [Kind.CONSULTATION_OPENED]

    def test_cancelled_consultation_does_not_close_soon(self, place, told):
        announce_transitions(now=OPENS)
        told.clear()
        Consultation.objects.update(cancelled_at=NOW)

        assert announce_transitions(now=SOON) == 0
        assert told == []

    def test_number_of_days_is_the_operators(self, place, told, settings):
        settings.CLOSING_SOON_DAYS = 7
        announce_transitions(now=OPENS)
        told.clear()

        assert announce_transitions(now=CLOSES - timedelta(days=7)) == 1
        assert [event.kind for event in told] == [Kind.CONSULTATION_CLOSING_SOON]
