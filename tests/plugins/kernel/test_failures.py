from uuid import UUID

import pytest
from django.core.signals import request_finished
from django.db import transaction
from structlog.testing import capture_logs

from plugins.kernel import failures
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
    assert PluginFailure.objects.count() == 0
