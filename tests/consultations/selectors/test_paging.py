"""Cursors: opaque, checked, and never a reason for an error page."""

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.errors import InvalidCursor
from consultations.selectors.paging import Cursor, read_cursor

AWARE = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))


@given(AWARE, st.integers(0, 2**59), st.booleans())
def test_cursor_comes_back_as_it_was_made(at, pk, backwards):
    cursor = Cursor("submissions-newest", backwards, at, pk)

    assert read_cursor(cursor.encoded(), "submissions-newest") == cursor
    assert cursor.encoded().replace("-", "").replace("_", "").isalnum()


def test_cursor_of_another_list_is_refused():
    cursor = Cursor("submissions-newest", False, datetime(2026, 1, 1, tzinfo=UTC), 1).encoded()

    with pytest.raises(InvalidCursor):
        read_cursor(cursor, "submissions-oldest")


@given(st.text(max_size=60) | st.from_regex(r"[A-Za-z0-9_-]{1,60}", fullmatch=True))
def test_broken_cursor_is_refused(text):
    with pytest.raises(InvalidCursor):
        read_cursor(text, "submissions-newest")


@pytest.mark.parametrize(
    "plain",
    [
        "list>999999999999999999.1",
        "list>-999999999999999999.1",
        "list>1.9999999999999999999",
        "list>1.-1",
        "list?1.1",
    ],
)
def test_cursor_beyond_what_there_can_be_is_refused(plain):
    with pytest.raises(InvalidCursor):
        read_cursor(base64.urlsafe_b64encode(plain.encode()).decode(), "list")
