"""Hearings on the site, in the API and among the results of a search."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from kuvend_hearing_calendar.deciding import cancel_hearing
from kuvend_hearing_calendar.handlers import follow_record
from kuvend_hearing_calendar.slots import home_page
from kuvend_hearing_calendar.sources import hearings as source
from planning import plan

from plugins.api.events import Kind, RecordEvent
from plugins.api.extension_points import HomePageContext


@pytest.fixture
def page(world):
    """The consultation's page."""
    return f"/en/consultations/{world.consultation.uuid}/"


def html(answer):
    """The text of a page."""
    assert answer.status_code == 200
    return answer.content.decode()


def test_consultation_tells_the_next_hearing_and_lists_all(visitor, page, world, hearing):
    plan(world, title="Past", starts_at=timezone.now() - timedelta(days=3))
    plan(world, title="Draft", public=False)
    shown = html(visitor.get(page))
    assert shown.count("Next hearing:") == 1
    assert shown.count("Hearing in the town hall</a>") == 2
    assert shown.count("Past</a>") == 1
    assert '<span class="tag tag--closed">past</span>' in shown
    assert "Draft</a>" not in shown


def test_consultation_without_hearings_has_no_trace_of_them(visitor, page):
    shown = html(visitor.get(page))
    assert "Next hearing:" not in shown
    assert 'id="hearings"' not in shown


def test_cancelled_hearing_is_shown_as_such_and_is_not_the_next(visitor, page, hearing, address):
    cancel_hearing(institution=hearing.institution, hearing=hearing.uuid)
    shown = html(visitor.get(page))
    assert "Next hearing:" not in shown
    assert '<span class="tag tag--cancelled">cancelled</span>' in shown
    assert "This hearing is cancelled." in html(visitor.get(address))


def test_cancelled_consultation_cancels_what_is_to_come(world, hearing):
    past = plan(world, starts_at=timezone.now() - timedelta(days=3))
    event = RecordEvent(
        kind=Kind.CONSULTATION_CANCELLED,
        institution=world.institution.uuid,
        consultation=world.consultation.uuid,
        at=timezone.now(),
    )
    follow_record(event)
    hearing.refresh_from_db()
    past.refresh_from_db()
    assert hearing.cancelled_at is not None
    assert past.cancelled_at is None


def home(visitor, institution):
    """What is on a home page."""
    request = visitor.get("/en/hearings/").wsgi_request
    return home_page(HomePageContext(institution=institution, language="en", request=request))


def test_home_pages_have_the_next_three(visitor, world, second_world, plugin_on):
    for day in range(4, 0, -1):
        plan(world, title=f"In {day} days", starts_at=timezone.now() + timedelta(days=day))
    shown = home(visitor, world.institution.uuid)
    assert [f"In {day} days</a>" in shown for day in (1, 2, 3, 4)] == [True, True, True, False]
    assert "In 1 days</a>" in home(visitor, None)
    assert home(visitor, second_world.institution.uuid) is None


def test_hearings_of_a_consultation_where_the_plugin_is_off_are_nowhere(
    visitor, world, hearing, address, plugin_off_in_consultation
):
    plugin_off_in_consultation("hearing_calendar")
    assert "town hall" not in html(visitor.get("/en/hearings/"))
    assert b"VEVENT" not in visitor.get("/en/hearings/calendar.ics").content
    assert visitor.get("/api/v1/hearings/").json() == {"items": []}
    assert visitor.get(address).status_code == 404


def test_texts_are_escaped_and_in_the_readers_language(visitor, world):
    hearing = plan(world, title="<b>Bold</b>")
    shown = html(visitor.get(f"/sq/hearings/{hearing.uuid}/"))
    assert "&lt;b&gt;Bold&lt;/b&gt; (sq)" in shown
    assert "<b>Bold" not in shown
    assert "Komuna, salla 1" in shown


def test_queries_do_not_grow_with_the_hearings(visitor, page, world, hearing):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            html(visitor.get(page))
            html(visitor.get("/en/hearings/"))
        return len(captured)

    queries()
    before = queries()
    for number in range(4):
        plan(world, title=f"Hearing {number}")
    assert queries() <= before


def test_api_lists_what_is_to_come_and_reads_one(visitor, world, hearing, come):
    come("ana@example.org")
    expected = {
        "uuid": str(hearing.uuid),
        "consultation": str(world.consultation.uuid),
        "titles": hearing.titles,
        "places": hearing.places,
        "descriptions": hearing.descriptions,
        "starts_at": hearing.starts_at,
        "ends_at": hearing.ends_at,
        "time_zone": "Europe/Belgrade",
        "places_left": None,
        "is_cancelled": False,
    }
    for address in (
        "/api/v1/hearings/",
        "/api/v1/hearings/?institution=testville",
        f"/api/v1/hearings/consultations/{world.consultation.uuid}/",
    ):
        (listed,) = visitor.get(address).json()["items"]
        assert as_read(listed) == expected
    assert as_read(visitor.get(f"/api/v1/hearings/{hearing.uuid}/").json()) == expected
    assert visitor.get(f"/api/v1/hearings/{uuid4()}/").status_code == 404
    assert visitor.get("/api/v1/hearings/?institution=nowhere").status_code == 400


def as_read(told):
    """What the API told, with its moments as moments."""
    moments = {name: timezone.datetime.fromisoformat(told[name]) for name in ("starts_at", "ends_at")}
    return {**told, **moments}


def test_search_finds_public_hearings_in_each_language(world, hearing):
    draft = plan(world, title="Draft", public=False)
    ids = [str(hearing.uuid), str(draft.uuid)]
    found = sorted(source.documents(ids), key=lambda document: document.language)
    assert [(one.language, one.title) for one in found] == [
        ("en", "Hearing in the town hall"),
        ("sq", "Hearing in the town hall (sq)"),
    ]
    assert found[0].url_path == f"/hearings/{hearing.uuid}/"
    assert "Town hall, room 1" in found[0].body
    assert list(source.object_ids()) == [str(hearing.uuid)]
