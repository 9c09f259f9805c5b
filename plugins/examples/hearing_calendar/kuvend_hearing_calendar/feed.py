"""Hearings as a calendar to subscribe to (RFC 5545). Times are in UTC, so no time zone need be described."""

from collections.abc import Iterable
from datetime import UTC, timedelta

import icalendar
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from kuvend_hearing_calendar.reading import HearingView
from plugins.api.texts import pick

PRODUCT = "-//Kuvend//Hearing calendar 1.0//EN"
REFRESHED_EVERY = timedelta(hours=6)


def calendar_response(request: HttpRequest, hearings: Iterable[HearingView], name: str) -> HttpResponse:
    """The calendar of these hearings, under a name, in the language of the page."""
    language = get_language() or "en"
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESHED_EVERY, parameters={"value": "DURATION"})
    for hearing in hearings:
        calendar.add_component(_event(request, hearing, language))
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="hearings.ics"'
    return response


def _event(request: HttpRequest, hearing: HearingView, language: str) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{hearing.uuid}@hearings.kuvend")
    event.add("sequence", hearing.sequence)
    event.add("dtstamp", hearing.changed_at.astimezone(UTC))
    event.add("last-modified", hearing.changed_at.astimezone(UTC))
    event.add("dtstart", hearing.starts_at.astimezone(UTC))
    event.add("dtend", hearing.ends_at.astimezone(UTC))
    event.add("summary", pick(hearing.titles, language, hearing.language))
    event.add("location", pick(hearing.places, language, hearing.language))
    description = pick(hearing.descriptions, language, hearing.language)
    if description:
        event.add("description", description)
    event.add("url", request.build_absolute_uri(reverse("hearing_calendar:hearing", args=[hearing.uuid])))
    event.add("status", "CANCELLED" if hearing.is_cancelled else "CONFIRMED")
    return event
