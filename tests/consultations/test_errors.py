"""What the record refuses is said in the person's language, and quotes nobody."""

import inspect
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from consultations import errors
from consultations.errors import (
    CheckRefused,
    ConsultationNotOpen,
    RecordError,
    TextTooLong,
    TooShort,
)

SKOPJE = ZoneInfo("Europe/Skopje")
KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, RecordError)]


def test_every_error_has_a_code_of_its_own():
    codes = [kind.code for kind in KINDS]

    assert len(codes) == len(set(codes))
    assert all(code.isidentifier() and code == code.lower() for code in codes)


def test_logged_error_says_its_code_only():
    assert str(CheckRefused(plugin="probe", text="You wrote: secret")) == "check_refused"


def test_too_long_text_is_told_by_how_much():
    with translation.override("en"):
        assert TextTooLong(limit=10, length=11).message == (
            "The text may have 10 characters; shorten it by 1 character."
        )
        assert TextTooLong(limit=10, length=13).message == (
            "The text may have 10 characters; shorten it by 3 characters."
        )


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ("planned", "This consultation opens on 22 November 2026, 10:00:00."),
        (
            "closed",
            "This consultation closed on 12 December 2026, 23:59:00. Your text was not sent; copy it if you"
            " want to keep it.",
        ),
        ("cancelled", "This consultation was cancelled."),
    ],
)
def test_closed_consultation_says_when_by_the_institutions_clock(state, message):
    refused = ConsultationNotOpen(
        opens_at=datetime(2026, 11, 22, 9, tzinfo=UTC),
        closes_at=datetime(2026, 12, 12, 22, 59, tzinfo=UTC),
        state=state,
        time_zone=SKOPJE,
    )
    with translation.override("en"):
        assert refused.message == message


def test_date_is_written_in_the_language_that_is_active_when_it_is_read():
    refused = TooShort(earliest_closing=datetime(2026, 12, 12, 23, 59, tzinfo=SKOPJE), rule_set="mk")

    with translation.override("en"):
        assert refused.message == (
            "This is shorter than the law allows. The earliest lawful closing is 12 December 2026, 23:59."
        )
    with translation.override("sr-latn"):
        assert "12. decembar 2026" in refused.message
