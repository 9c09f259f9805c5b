"""Counting days as a rule set counts them."""

from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache

import holidays

from consultations.rules.loading import Period, RuleSet, Unit

#: The last minute of a day: what a date picker can say, so that the date we name is one an editor can enter.
LAST_MINUTE = time(23, 59)


def earliest_closing(rule_set: RuleSet, act_type: str, opens_at: datetime, time_zone: tzinfo) -> datetime:
    """When a consultation that opens at `opens_at` (aware) may close, in `time_zone`.

    The day of opening does not count, the last day counts whole: the usual reckoning of periods, which each
    rule set states as an assumption until its act is verified. A rule set without an opening period for the
    act allows any closing: `opens_at` itself is returned.
    """
    period = rule_set.opening(act_type)
    opening = opens_at.astimezone(time_zone)
    if period is None:
        return opening
    return _end(rule_set.calendar, period, opening.date(), time_zone)


def response_due(rule_set: RuleSet, closes_at: datetime, time_zone: tzinfo) -> datetime | None:
    """By when the answer must be public, in `time_zone`; None where the rule set sets no date."""
    if rule_set.response is None:
        return None
    return _end(rule_set.calendar, rule_set.response, closes_at.astimezone(time_zone).date(), time_zone)


def last_day(calendar: str, period: Period, first: date) -> date:
    """The last day of a period that begins on `first`, which does not count."""
    if period.unit is Unit.DAYS:
        return first + timedelta(days=period.count)
    day, left = first, period.count
    while left:
        day += timedelta(days=1)
        left -= is_working_day(calendar, day)
    return day


def is_working_day(calendar: str, day: date) -> bool:
    """Neither the weekend nor a public holiday of that country."""
    return _calendar(calendar).is_working_day(day)


def _end(calendar: str, period: Period, first: date, time_zone: tzinfo) -> datetime:
    return datetime.combine(last_day(calendar, period, first), LAST_MINUTE, tzinfo=time_zone)


@cache
def _calendar(country: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country)
