"""Links that only their owner has."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from consultations.errors import TokenExpired, TokenInvalid
from consultations.tokens import follow_token, read_follow_token, read_verify_token, verify_token

SUBMISSION = UUID("6f1a2b3c-0000-4000-8000-000000000001")


def test_follow_token_leads_to_its_submission():
    assert read_follow_token(follow_token(SUBMISSION)) == SUBMISSION


def test_token_of_one_kind_is_none_of_the_other():
    with pytest.raises(TokenInvalid):
        read_follow_token(verify_token(SUBMISSION))
    with pytest.raises(TokenInvalid):
        read_verify_token(follow_token(SUBMISSION))


def test_token_of_another_submission_cannot_be_made_from_ones_own():
    other = uuid4()

    with pytest.raises(TokenInvalid):
        read_follow_token(follow_token(SUBMISSION).replace(SUBMISSION.hex, other.hex))


def test_token_fits_into_a_path():
    assert set(follow_token(SUBMISSION) + verify_token(SUBMISSION)) <= set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
    )


def test_confirmation_is_valid_for_as_long_as_settings_say(settings):
    settings.VERIFICATION_DAYS = 2
    with freeze_time("2026-11-22 12:00:00") as clock:
        token = verify_token(SUBMISSION)
        clock.tick(timedelta(days=2) - timedelta(seconds=1))
        assert read_verify_token(token) == SUBMISSION
        clock.tick(timedelta(seconds=3))
        with pytest.raises(TokenExpired) as refused:
            read_verify_token(token)
    assert refused.value.message == "This link was valid for 2 days. Please send your contribution again."


@given(st.text(max_size=120))
def test_anything_else_is_refused(text):
    with pytest.raises(TokenInvalid):
        read_follow_token(text)
    with pytest.raises(TokenInvalid):
        read_verify_token(text)
