"""The calendar, as other programs read it."""

from datetime import UTC, timedelta

import icalendar
import pytest
from kuvend_hearing_calendar.deciding import cancel_hearing
from planning import change, plan


@pytest.fixture
def feed(visitor, world):
    """`feed()`: the consultation's calendar, its bytes and what it says."""

    def read(address=f"/en/hearings/consultations/{world.consultation.uuid}/calendar.ics"):
        answer = visitor.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
        return answer.content, icalendar.Calendar.from_ical(answer.content)

    return read


def test_calendar_says_what_when_and_where(feed, hearing):
    _bytes, calendar = feed()
    assert (str(calendar["version"]), str(calendar["method"])) == ("2.0", "PUBLISH")
    assert str(calendar["x-wr-calname"]) == "Draft strategy"
    (event,) = calendar.walk("VEVENT")
    assert str(event["uid"]) == f"{hearing.uuid}@hearings.kuvend"
    assert (event["sequence"], str(event["status"])) == (0, "CONFIRMED")
    assert str(event["summary"]) == "Hearing in the town hall"
    assert str(event["location"]) == "Town hall, room 1"
    assert str(event["url"]) == f"http://testserver/en/hearings/{hearing.uuid}/"
    assert event["dtstart"].dt == hearing.starts_at
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=2)


def test_times_are_in_utc_and_lines_are_folded_and_escaped(feed, world):
    hearing = plan(world, descriptions={"en": "Bring: a pen; paper, and\nа многу долг текст " * 8})
    content, calendar = feed()
    assert f"DTSTART:{hearing.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}".encode() in content
    assert b"VTIMEZONE" not in content
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert rb"a pen\; paper\, and\n" in content.replace(b"\r\n ", b"")
    (event,) = calendar.walk("VEVENT")
    assert str(event["description"]) == hearing.descriptions["en"]


def test_another_time_and_a_cancellation_raise_the_sequence(feed, hearing):
    later = hearing.starts_at + timedelta(days=1)
    change(hearing, starts_at=later, ends_at=later + timedelta(hours=1))
    cancel_hearing(institution=hearing.institution, hearing=hearing.uuid)
    (event,) = feed()[1].walk("VEVENT")
    assert (event["sequence"], str(event["status"])) == (2, "CANCELLED")
    assert event["dtstart"].dt == later


def test_calendar_is_in_the_language_of_its_address(feed, hearing, world):
    _bytes, calendar = feed(f"/sq/hearings/consultations/{world.consultation.uuid}/calendar.ics")
    (event,) = calendar.walk("VEVENT")
    assert str(event["location"]) == "Komuna, salla 1"


def test_portal_and_hearing_have_calendars_and_drafts_are_in_none(feed, hearing, world):
    plan(world, title="Draft", public=False)
    for address in ("/en/hearings/calendar.ics", f"/en/hearings/{hearing.uuid}/calendar.ics"):
        (event,) = feed(address)[1].walk("VEVENT")
        assert str(event["summary"]) == "Hearing in the town hall"


def test_calendar_without_hearings_is_a_calendar(feed):
    assert feed()[1].walk("VEVENT") == []
