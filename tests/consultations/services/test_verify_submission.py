"""A guest confirms the address; only then is what they sent looked at by anybody."""

from datetime import timedelta
from uuid import uuid4

import pytest

from consultations.errors import TokenInvalid
from consultations.events import Kind
from consultations.ledger_checks import verify
from consultations.models import ContactDetail, OutboxMessage, Participant, Submission
from consultations.services.verify_submission import verify_submission
from consultations.services.withdraw_submission import withdraw_submission
from consultations.tokens import follow_token, read_follow_token, verify_token
from plugins.kernel.verdicts import Verdict
from tests.consultations.services.conftest import CLOSES, NOW

LATER = NOW + timedelta(hours=1)


def test_confirmed_submission_is_published(place, send, told):
    row = send(email="ana@example.org").submission
    verified = verify_submission(verify_token(row.uuid), now=LATER)

    row.refresh_from_db()
    assert (row.state, row.submitted_at, row.published_at) == ("published", NOW, LATER)
    assert (verified.first_time, verified.submission) == (True, row)
    assert read_follow_token(verified.follow_token) == row.uuid
    assert ContactDetail.objects.get().verified_at == LATER
    assert [event.kind for event in told] == [Kind.SUBMISSION_RECEIVED, Kind.SUBMISSION_PUBLISHED]
    assert OutboxMessage.objects.filter(topic="mail.received").count() == 1
    place.consultation.refresh_from_db()
    assert list(verify(place.consultation)) == []


def test_second_click_changes_nothing(send, told):
    row = send(email="ana@example.org").submission
    verify_submission(verify_token(row.uuid))
    again = verify_submission(verify_token(row.uuid))

    assert (again.first_time, again.submission.state) == (False, "published")
    assert len(told) == 2


def test_confirmation_after_the_closing_is_in_time(send):
    row = send(email="ana@example.org", now=CLOSES).submission

    assert (
        verify_submission(verify_token(row.uuid), now=CLOSES + timedelta(days=3)).submission.state == "published"
    )


def test_guests_with_one_confirmed_address_become_one_and_keep_their_names(send):
    first = send("a", email="ana@example.org", name="Ana Anovska").submission
    second = send("b", email="ANA@example.org", name="").submission
    unconfirmed = send("c", email="ana@example.org", name="Not Ana").submission
    verify_submission(verify_token(first.uuid))
    verified = verify_submission(verify_token(second.uuid))

    rows = {row.uuid: row for row in Submission.objects.all()}
    assert rows[second.uuid].participant == rows[first.uuid].participant
    assert verified.submission.participant == rows[first.uuid].participant
    assert rows[unconfirmed.uuid].participant != rows[first.uuid].participant
    assert rows[unconfirmed.uuid].state == "unverified"
    assert [rows[s.uuid].author_name for s in (first, second)] == ["Ana Anovska", ""]
    assert Participant.objects.count() == ContactDetail.objects.count() == 2


def test_check_that_would_refuse_now_holds(send, plugin):
    row = send(email="ana@example.org").submission
    plugin({"submission.check": lambda context: Verdict.refuse("No.")})

    verified = verify_submission(verify_token(row.uuid))

    assert (verified.submission.state, verified.submission.hold_reason) == ("held", "refused_by_check")


def test_withdrawn_submission_is_not_brought_back(send):
    row = send(email="ana@example.org").submission
    withdraw_submission(follow_token(row.uuid), now=NOW)

    assert verify_submission(verify_token(row.uuid)).submission.state == "withdrawn"


def test_token_of_nothing_is_invalid(place):
    with pytest.raises(TokenInvalid):
        verify_submission(verify_token(uuid4()))
    with pytest.raises(TokenInvalid):
        verify_submission("nonsense")
