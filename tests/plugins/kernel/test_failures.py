from uuid import UUID

import pytest
from django.core.signals import request_finished
from django.db import transaction
from structlog.testing import capture_logs

from plugins.kernel import failures
from plugins.kernel.breaker import Breaker, State, breaker
from plugins.kernel.models import PORTAL_UUID, PluginFailure

HERE = UUID(int=1)


@pytest.fixture(autouse=True)
def nothing_waiting():
    """No failure of another test waits to be written."""
    failures.forget_waiting()
    yield
    failures.forget_waiting()


def fail(opened=False, institution=HERE):
    """Record one failure raised here."""
    try:
        raise ValueError("what a person wrote: 044 123 456")
    except ValueError as error:
        failures.record(
            error, plugin="polls", institution=institution, contribution="polls/home.page/home", opened=opened
        )


@pytest.mark.django_db(transaction=True)
def test_failure_is_written_with_type_and_place_and_without_its_message():
    with capture_logs() as logs:
        fail()
    row = PluginFailure.objects.get()
    assert (row.plugin, row.institution, row.count) == ("polls", HERE, 1)
    assert (row.last_error_type, row.last_contribution) == ("ValueError", "polls/home.page/home")
    assert row.last_location.startswith("plugins/kernel/test_failures.py:")
    assert row.opened_at is None
    assert [entry["event"] for entry in logs] == ["plugin_failed"]
    assert "044" not in str(logs) + str(vars(row))


@pytest.mark.django_db(transaction=True)
def test_failures_that_follow_quickly_are_added_up_and_written_when_the_breaker_opens():
    for _ in range(4):
        fail()
    assert PluginFailure.objects.get().count == 1
    fail(opened=True)
    row = PluginFailure.objects.get()
    assert row.count == 5
    assert row.opened_at is not None


@pytest.mark.django_db(transaction=True)
def test_failure_at_the_portal_has_a_row_of_its_own():
    fail()
    fail(institution=None)
    assert set(PluginFailure.objects.values_list("institution", flat=True)) == {HERE, PORTAL_UUID}


@pytest.mark.django_db(transaction=True)
def test_failure_in_a_transaction_is_written_after_the_commit(django_assert_num_queries):
    with transaction.atomic():
        with django_assert_num_queries(0):
            fail()
        assert PluginFailure.objects.count() == 0
    assert PluginFailure.objects.get().count == 1


@pytest.mark.django_db(transaction=True)
def test_failure_in_a_transaction_that_is_rolled_back_is_written_after_the_request():
    with transaction.atomic():
        fail()
        transaction.set_rollback(True)
    assert PluginFailure.objects.count() == 0
    request_finished.send(sender=None)
    assert PluginFailure.objects.get().count == 1


@pytest.mark.django_db(transaction=True)
def test_failure_that_cannot_be_written_costs_nobody_the_request(monkeypatch):
    from django.db import OperationalError

    def locked(*_):
        raise OperationalError("database is locked")

    monkeypatch.setattr(failures, "_write", locked)
    with capture_logs() as logs:
        fail()
    assert [entry["event"] for entry in logs] == ["plugin_failed", "plugin_failure_not_recorded"]


@pytest.mark.django_db(transaction=True)
def test_closed_breaker_keeps_the_count_and_reset_forgets_it():
    fail(opened=True)
    failures.closed("polls", HERE)
    row = PluginFailure.objects.get()
    assert (row.count, row.opened_at) == (1, None)
    failures.reset("polls", HERE)
    row = PluginFailure.objects.get()
    assert (row.count, row.opened_at, row.recent, row.resets) == (0, None, [], 1)


@pytest.mark.django_db(transaction=True)
def test_latest_failures_are_kept_newest_first_and_each_once(monkeypatch):
    monkeypatch.setattr(failures, "SECONDS_BETWEEN_WRITES", 0)
    for number in [*range(7), 6]:
        failures.record(
            ValueError(), plugin="polls", institution=HERE, contribution=f"polls/home.page/{number}", opened=False
        )
    recent = PluginFailure.objects.get().recent
    assert [entry["contribution"][-1] for entry in recent] == ["6", "5", "4", "3", "2"]
    assert set(recent[0]) == {"at", "contribution", "error", "place"}


@pytest.fixture
def another_process(monkeypatch):
    """`another_process()` resets polls as an operator's request in another process does."""

    def act():
        with monkeypatch.context() as elsewhere:
            elsewhere.setattr(failures, "breaker", Breaker())
            failures.reset("polls", HERE)

    return act


def open_breaker():
    for _ in range(5):
        fail(opened=breaker.failed("polls", HERE, "polls/home.page/home"))


@pytest.mark.django_db(transaction=True)
def test_reset_in_another_process_closes_the_breaker_here_within_seconds(another_process, monkeypatch):
    open_breaker()
    request_finished.send(sender=None)
    another_process()
    assert breaker.state("polls", HERE) is State.OPEN
    request_finished.send(sender=None)
    assert breaker.state("polls", HERE) is State.OPEN, "it looks only every few seconds"
    monkeypatch.setattr(failures, "_looked_at", failures._looked_at - failures.SECONDS_BETWEEN_LOOKS)
    request_finished.send(sender=None)
    assert breaker.state("polls", HERE) is State.CLOSED


@pytest.mark.django_db(transaction=True)
def test_reset_of_long_ago_closes_no_breaker_that_opens_now(another_process):
    fail()
    another_process()
    open_breaker()
    for _ in range(2):
        failures._looked_at = 0.0
        request_finished.send(sender=None)
    assert breaker.state("polls", HERE) is State.OPEN


@pytest.mark.django_db(transaction=True)
def test_looking_for_resets_costs_no_query_where_nothing_fails(django_assert_num_queries):
    with django_assert_num_queries(0):
        request_finished.send(sender=None)
