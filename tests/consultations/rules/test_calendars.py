"""Days counted as the law counts them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.rules.calendars import earliest_closing, is_working_day, last_day, response_due
from consultations.rules.loading import Period, Unit, rule_set, rule_sets

PRISHTINA = ZoneInfo("Europe/Belgrade")
CALENDARS = ("XK", "AL", "MK", "RS", "ME", "BA", "HR")


@pytest.mark.parametrize(
    ("code", "act_type", "opens", "closes"),
    [
        # 15 working days after Monday 2 March 2026, without weekends and Bajram (Friday 20 March).
        ("xk-government", "standard", datetime(2026, 3, 2, 9), datetime(2026, 3, 24, 23, 59)),
        ("xk-municipality", "standard", datetime(2026, 3, 2, 9), datetime(2026, 4, 1, 23, 59)),
        ("mk", "standard", datetime(2026, 11, 22, 0, 0), datetime(2026, 12, 12, 23, 59)),
        ("rs", "standard", datetime(2026, 11, 22, 23, 59), datetime(2026, 12, 12, 23, 59)),
        ("hr", "strategy", datetime(2026, 12, 15, 8), datetime(2027, 1, 14, 23, 59)),
    ],
)
def test_earliest_closing_is_the_end_of_the_last_day(code, act_type, opens, closes):
    closing = earliest_closing(rule_set(code), act_type, opens.replace(tzinfo=PRISHTINA), PRISHTINA)

    assert closing.replace(tzinfo=None) == closes
    assert closing.tzinfo is PRISHTINA


def test_complex_act_is_open_five_working_days_longer():
    opens = datetime(2026, 9, 7, 9, tzinfo=PRISHTINA)
    government = rule_set("xk-government")

    assert earliest_closing(government, "standard", opens, PRISHTINA).date() == date(2026, 9, 28)
    assert earliest_closing(government, "complex", opens, PRISHTINA).date() == date(2026, 10, 5)


def test_public_holiday_of_the_country_is_no_working_day():
    assert not is_working_day("XK", date(2026, 2, 17))  # independence of Kosovo, a Tuesday
    assert is_working_day("MK", date(2026, 2, 17))


def test_day_is_the_local_one_of_the_institution():
    just_after_midnight = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)

    closing = earliest_closing(rule_set("mk"), "standard", just_after_midnight, ZoneInfo("Europe/Skopje"))

    assert closing.date() == date(2026, 3, 22)


def test_call_that_sets_its_own_period_may_close_at_any_time():
    opens = datetime(2026, 3, 2, 9, tzinfo=PRISHTINA)

    assert earliest_closing(rule_set("xk-ngo-funding"), "standard", opens, PRISHTINA) == opens


def test_response_is_due_where_the_law_sets_a_date():
    closes = datetime(2026, 3, 2, 23, 59, tzinfo=PRISHTINA)

    assert response_due(rule_set("rs"), closes, PRISHTINA) == datetime(2026, 3, 17, 23, 59, tzinfo=PRISHTINA)
    assert response_due(rule_set("mk"), closes, PRISHTINA) is None


@given(
    calendar=st.sampled_from(CALENDARS),
    first=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    count=st.integers(1, 60),
)
def test_period_of_working_days_ends_on_one_and_has_that_many(calendar, first, count):
    last = last_day(calendar, Period(count, Unit.WORKING_DAYS), first)

    days = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert sum(is_working_day(calendar, day) for day in days) == count
    assert is_working_day(calendar, last)


@given(
    code=st.sampled_from(sorted(rule_sets())),
    act_type=st.sampled_from(["standard", "complex", "strategy"]),
    opens=st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC)),
    later=st.timedeltas(timedelta(0), timedelta(days=30)),
)
def test_opening_later_never_allows_closing_earlier(code, act_type, opens, later):
    rules = rule_set(code)
    closing = earliest_closing(rules, act_type, opens, PRISHTINA)

    assert closing >= opens
    assert earliest_closing(rules, act_type, opens + later, PRISHTINA) >= closing
    assert closing == opens or closing.time() == time(23, 59)
