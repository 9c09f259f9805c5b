from uuid import UUID

import pytest

from plugins.kernel.breaker import Breaker, State

HERE = UUID(int=1)
THERE = UUID(int=2)


class Clock:
    """A clock that is moved by hand."""

    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return Breaker(clock=clock)


def fail(breaker, times, contribution="slot", institution=HERE):
    """What `failed` returned each time."""
    return [breaker.failed("polls", institution, contribution) for _ in range(times)]


def test_breaker_opens_with_the_fifth_failure_in_a_row(breaker):
    assert fail(breaker, 4) == [False] * 4
    assert breaker.allows("polls", HERE) is True
    assert fail(breaker, 1) == [True]
    assert breaker.allows("polls", HERE) is False
    assert breaker.state("polls", HERE) is State.OPEN


def test_breaker_forgets_failures_after_a_success(breaker):
    fail(breaker, 4)
    assert breaker.succeeded("polls", HERE, "slot") is False
    assert fail(breaker, 4) == [False] * 4


def test_breaker_is_apart_for_each_institution_and_plugin(breaker):
    fail(breaker, 5)
    assert breaker.allows("polls", THERE) is True
    assert breaker.allows("polls", None) is True
    assert breaker.allows("threads", HERE) is True


def test_breaker_is_not_kept_closed_by_the_plugins_other_contributions(breaker):
    for _ in range(4):
        fail(breaker, 1)
        breaker.succeeded("polls", HERE, "healthy slot")
    assert fail(breaker, 1) == [True]


def test_breaker_lets_one_trial_through_after_a_minute(breaker, clock):
    fail(breaker, 5)
    clock.now += 59.9
    assert breaker.allows("polls", HERE) is False
    clock.now += 0.1
    assert breaker.state("polls", HERE) is State.HALF_OPEN
    assert [breaker.allows("polls", HERE) for _ in range(3)] == [True, False, False]


def test_breaker_closes_when_the_trial_succeeds(breaker, clock):
    fail(breaker, 5)
    clock.now += 60
    breaker.allows("polls", HERE)
    assert breaker.succeeded("polls", HERE, "slot") is True
    assert breaker.state("polls", HERE) is State.CLOSED
    assert fail(breaker, 4) == [False] * 4


def test_breaker_opens_again_when_the_trial_fails(breaker, clock):
    fail(breaker, 5)
    clock.now += 60
    breaker.allows("polls", HERE)
    assert fail(breaker, 1) == [True]
    clock.now += 59
    assert breaker.allows("polls", HERE) is False


def test_breaker_opens_at_once_for_what_stayed_broken_while_another_slot_was_the_trial(breaker, clock):
    fail(breaker, 5)
    clock.now += 60
    breaker.allows("polls", HERE)
    breaker.succeeded("polls", HERE, "healthy slot")
    assert breaker.state("polls", HERE) is State.CLOSED
    assert fail(breaker, 1) == [True]


def test_breaker_lets_another_trial_through_when_one_never_reported(breaker, clock):
    fail(breaker, 5)
    clock.now += 60
    assert breaker.allows("polls", HERE) is True
    clock.now += 60
    assert breaker.allows("polls", HERE) is True


def test_breaker_reset_closes_at_once(breaker):
    fail(breaker, 5)
    breaker.reset("polls", HERE)
    assert breaker.allows("polls", HERE) is True
    assert fail(breaker, 4) == [False] * 4
