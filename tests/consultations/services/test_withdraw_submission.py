"""Authors take back what they sent, until the institution has reported on it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from consultations.errors import TokenInvalid, TransitionRefused
from consultations.events import Kind
from consultations.models import LedgerEvent
from consultations.services.withdraw_submission import withdraw_submission
from consultations.tokens import follow_token
from tests.consultations.services.conftest import CLOSES, NOW
from tests.factories.record import SubmissionFactory


@pytest.mark.parametrize("state", ["published", "held", "unverified", "hidden"])
def test_author_takes_it_back(place, told, state):
    row = SubmissionFactory(consultation=place.consultation, state=state)
    withdrawn = withdraw_submission(follow_token(row.uuid), now=NOW)

    assert withdrawn.state == "withdrawn"
    assert [event.kind for event in told] == [Kind.SUBMISSION_WITHDRAWN]
    assert LedgerEvent.objects.get().actor == "participant"


@pytest.mark.parametrize("state", ["removed", "withdrawn"])
def test_what_is_gone_already_stays_as_it_is(place, told, state):
    row = SubmissionFactory(consultation=place.consultation, state=state)

    with pytest.raises(TransitionRefused):
        withdraw_submission(follow_token(row.uuid), now=NOW)
    row.refresh_from_db()
    assert row.state == state
    assert told == []


def test_what_was_answered_in_the_report_stays(place):
    row = SubmissionFactory(consultation=place.consultation)
    place.consultation.answered_at = CLOSES + timedelta(days=1)
    place.consultation.save()

    with pytest.raises(TransitionRefused):
        withdraw_submission(follow_token(row.uuid), now=CLOSES + timedelta(days=2))


@pytest.mark.parametrize(
    "token", ["", "nonsense", follow_token(uuid4())], ids=["empty", "nonsense", "of no submission"]
)
def test_token_of_nothing_is_invalid(place, token):
    with pytest.raises(TokenInvalid):
        withdraw_submission(token)
