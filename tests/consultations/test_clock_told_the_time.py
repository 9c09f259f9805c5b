"""The clock tells the server's time, or what it was told inside `at`."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from consultations import clock

SPRING = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
SUMMER = datetime(2026, 6, 21, 9, 0, tzinfo=UTC)


def test_now_is_the_servers_time():
    assert abs(clock.now() - timezone.now()) < timedelta(seconds=5)


def test_at_tells_the_moment_and_ends_with_its_block():
    with clock.at(SPRING):
        with clock.at(SUMMER):
            assert clock.now() == SUMMER
        assert clock.now() == SPRING
    assert clock.now() not in (SPRING, SUMMER)


def test_at_ends_when_its_block_fails():
    with pytest.raises(LookupError), clock.at(SPRING):
        raise LookupError
    assert clock.now() not in (SPRING, SUMMER)


def test_at_refuses_a_naive_moment():
    with pytest.raises(ValueError, match="aware"), clock.at(SPRING.replace(tzinfo=None)):
        pass
