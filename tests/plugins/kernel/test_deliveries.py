"""Calls after the commit: each handler for itself, again and again, then parked; never the healthy ones."""

import sys
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import OperationalError, ProgrammingError
from django.utils import timezone

from plugins.kernel import deliveries, gate
from plugins.kernel.breaker import breaker
from plugins.kernel.invoking import resolve
from plugins.kernel.models import PluginDelivery, PluginFailure
from plugins.kernel.points import Combine, ExtensionPoint, PointError, Timing, _declared
from plugins.kernel.registry import registry
from plugins.kernel.scope import Scope

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere", "no_failures")]

HERE = Scope(UUID(int=1), UUID(int=2))
heard = []
faults = {}


def ant(word):
    """Hears everything."""
    heard.append(("ant", word))


def bee(word):
    """Fails as told by `faults`."""
    heard.append(("bee", word))
    if "bee" in faults:
        raise faults["bee"]


@pytest.fixture
def point(monkeypatch):
    """A point whose contexts are texts, known by its name for one test."""
    made = ExtensionPoint(
        "test.told",
        str,
        None,
        doc="For a test.",
        timing=Timing.AFTER_COMMIT,
        encode=lambda word: {"word": word},
        decode=lambda payload: payload["word"],
        declare=False,
    )
    monkeypatch.setitem(_declared, "test.told", made)
    return made


@pytest.fixture(autouse=True)
def plugins(loaded, manifest_of, point, monkeypatch):
    """Two plugins that listen at the point; nothing heard yet."""
    heard.clear()
    faults.clear()
    monkeypatch.setitem(sys.modules, "kvtest_told", sys.modules[__name__])
    loaded(
        manifest_of("ant", ("test.told", "kvtest_told:ant")), manifest_of("bee", ("test.told", "kvtest_told:bee"))
    )


def later(**pause):
    return timezone.now() + timedelta(**pause)


def test_healthy_handlers_cost_no_row_and_no_query(point, django_assert_num_queries):
    with django_assert_num_queries(0):
        point.dispatch("hello", HERE)
    assert heard == [("ant", "hello"), ("bee", "hello")]
    assert PluginDelivery.objects.count() == 0


def test_failing_handler_is_called_again_alone_until_it_answers(point):
    faults["bee"] = ValueError("what a person wrote: 044 123 456")
    point.dispatch("hello", HERE)
    waiting = PluginDelivery.objects.get()
    assert (waiting.plugin, waiting.contribution, waiting.payload) == ("bee", "bee", {"word": "hello"})
    assert (waiting.institution, waiting.consultation) == (HERE.institution, HERE.consultation)
    assert (waiting.attempts, waiting.last_error) == (1, "ValueError")
    assert "044" not in str(vars(waiting))
    assert deliveries.deliver_due() == 0, "not before its pause is over"

    assert deliveries.deliver_due(now=later(minutes=2)) == 1
    assert PluginDelivery.objects.get().attempts == 2
    faults.clear()
    assert deliveries.deliver_due(now=later(hours=1)) == 1
    assert PluginDelivery.objects.count() == 0
    assert [name for name, _ in heard] == ["ant", "bee", "bee", "bee"]


def test_pauses_grow_and_the_eighth_failure_parks(point):
    faults["bee"] = ValueError()
    point.dispatch("hello", HERE)
    pauses = []
    now = later(minutes=5)
    while (row := PluginDelivery.objects.get()).parked_at is None:
        breaker.reset_all()
        now = max(now, row.not_before)
        assert deliveries.deliver_due(now=now) == 1
        pauses.append(PluginDelivery.objects.get().not_before - now)
    assert row.attempts == deliveries.ATTEMPTS == 8
    assert pauses == sorted(pauses)
    assert deliveries.deliver_due(now=now + timedelta(days=30)) == 0

    deliveries.retry(row)
    faults.clear()
    assert deliveries.deliver_due(now=later(seconds=1)) == 1
    assert PluginDelivery.objects.count() == 0


def test_parked_delivery_can_be_discarded(point):
    row = deliveries.enqueue("test.told", "bee", "bee", {"word": "never"}, HERE)
    deliveries.discard(row)
    assert deliveries.deliver_due() == 0
    assert heard == []


def test_delivery_waits_for_its_time():
    deliveries.enqueue("test.told", "ant", "ant", {"word": "later"}, HERE, not_before=later(hours=1))
    assert deliveries.deliver_due() == 0
    assert deliveries.deliver_due(now=later(hours=2)) == 1
    assert heard == [("ant", "later")]


def test_what_the_breaker_leaves_out_is_told_later_and_counts_no_attempt(point):
    faults["bee"] = ValueError()
    for _ in range(5):
        point.dispatch("hello", HERE)
    PluginDelivery.objects.all().delete()
    heard.clear()
    point.dispatch("missed", HERE)
    assert heard == [("ant", "missed")]
    assert deliveries.deliver_due(now=later(minutes=2)) == 1
    assert PluginDelivery.objects.get().attempts == 0
    breaker.reset_all()
    faults.clear()
    assert deliveries.deliver_due(now=later(hours=2)) == 1
    assert heard[-1] == ("bee", "missed")
    assert PluginDelivery.objects.count() == 0


def test_database_error_of_one_handler_is_counted_and_does_not_run_the_others_again(
    point, django_capture_on_commit_callbacks
):
    faults["bee"] = ProgrammingError("no such column")
    with django_capture_on_commit_callbacks(execute=True):
        point.dispatch("hello", HERE)
    assert PluginDelivery.objects.get().last_error == "django.db.utils.ProgrammingError"
    assert PluginFailure.objects.get().plugin == "bee"
    assert [name for name, _ in heard] == ["ant", "bee"]


def test_queue_that_cannot_be_written_gets_the_error_out(point, monkeypatch):
    def locked(*args, **fields):
        raise OperationalError("database is locked")

    faults["bee"] = ValueError()
    monkeypatch.setattr(PluginDelivery.objects, "create", locked)
    with pytest.raises(OperationalError):
        point.dispatch("hello", HERE)


def test_delivery_is_dropped_where_the_plugin_is_off_by_then(monkeypatch):
    deliveries.enqueue("test.told", "bee", "bee", {"word": "off"}, HERE)
    monkeypatch.setattr(gate, "_activation", lambda scope: ["ant"])
    assert deliveries.deliver_due() == 1
    assert heard == []
    assert PluginDelivery.objects.count() == 0


def test_gate_is_asked_anew_before_each_call_of_a_round(monkeypatch):
    on = ["ant", "bee"]
    monkeypatch.setattr(gate, "_activation", lambda scope: gate.remembered("test", lambda: list(on)))
    for plugin in ("ant", "bee"):
        deliveries.enqueue("test.told", plugin, plugin, {"word": "hello"}, HERE)
    monkeypatch.setattr(sys.modules[__name__], "ant", lambda word: (heard.append(("ant", word)), on.remove("bee")))
    resolve.cache_clear()
    with gate.fresh():
        assert gate.is_active("bee", HERE)
        assert deliveries.deliver_due() == 2
    resolve.cache_clear()
    assert heard == [("ant", "hello")]


def test_delivery_of_a_plugin_in_quarantine_waits_without_counting():
    deliveries.enqueue("test.told", "gone", "gone", {"word": "wait"}, HERE)
    assert deliveries.deliver_due() == 1
    row = PluginDelivery.objects.get()
    assert (row.attempts, row.parked_at, row.last_error) == (0, None, "its plugin is not loaded")
    assert row.not_before > later(minutes=9)


@pytest.mark.parametrize(
    ("contribution", "payload", "reason"),
    [
        ("renamed", {"word": "hello"}, "its plugin has no such contribution any more"),
        ("bee", {"sentence": "hello"}, "its payload cannot be read: KeyError"),
    ],
)
def test_delivery_that_cannot_be_made_is_parked_at_once(contribution, payload, reason):
    deliveries.enqueue("test.told", contribution, "bee", payload, HERE)
    assert deliveries.deliver_due() == 1
    row = PluginDelivery.objects.get()
    assert row.parked_at is not None
    assert row.last_error == reason


def test_second_worker_leaves_a_claimed_delivery_alone():
    row = deliveries.enqueue("test.told", "bee", "bee", {"word": "once"}, HERE)
    assert deliveries._claim(row, timezone.now())
    stale = PluginDelivery.objects.get()
    stale.attempts = 0
    assert not deliveries._claim(stale, timezone.now())


def test_worker_with_an_old_list_leaves_alone_what_another_put_off(monkeypatch):
    row = deliveries.enqueue("test.told", "bee", "bee", {"word": "once"}, HERE)
    monkeypatch.setattr(registry, "is_loaded", lambda slug: False)
    assert deliveries.deliver_due() == 1
    put_off = PluginDelivery.objects.get()
    assert put_off.attempts == row.attempts == 0
    assert not deliveries._claim(row, timezone.now())
    assert PluginDelivery.objects.get().not_before == put_off.not_before


def test_each_delivery_has_its_lease_from_its_own_beginning(monkeypatch):
    for word in ("slow", "next"):
        deliveries.enqueue("test.told", "ant", "ant", {"word": word}, HERE)
    clock, leases = [timezone.now() + timedelta(seconds=1)], []

    def slow(delivery, scope, now):
        leases.append(PluginDelivery.objects.get(pk=delivery.pk).not_before - clock[0])
        clock[0] += timedelta(minutes=6)

    monkeypatch.setattr(deliveries.timezone, "now", lambda: clock[0])
    monkeypatch.setattr(deliveries, "_call", slow)
    assert deliveries.deliver_due() == 2
    assert leases == [deliveries.LEASE, deliveries.LEASE]


def test_delivery_that_ends_the_worker_each_time_is_parked_at_last():
    """As a handler does that is killed for its memory: nothing is noted, and only the claims are counted."""
    row, now = deliveries.enqueue("test.told", "bee", "bee", {"word": "kills"}, HERE), later(seconds=1)
    for _ in range(deliveries.ATTEMPTS):
        row = PluginDelivery.objects.get()
        assert deliveries._claim(row, now)
        now += deliveries.LEASE
    assert deliveries.deliver_due(now=now) == 1
    row = PluginDelivery.objects.get()
    assert (row.parked_at, row.last_error) == (now, "the worker ended in the middle of it")
    assert heard == []


def test_retry_leaves_a_delivery_alone_that_is_being_made():
    row = deliveries.enqueue("test.told", "bee", "bee", {"word": "once"}, HERE)
    assert deliveries._claim(row, timezone.now())
    deliveries.retry(row)
    assert PluginDelivery.objects.get().attempts == 1


@pytest.mark.parametrize("name", ["test.unknown", "record.event", "home.page"])
def test_nothing_can_be_enqueued_for_a_point_that_is_not_delivered_to(name):
    with pytest.raises(PointError):
        deliveries.enqueue(name, "x", "bee", {}, HERE)


def test_point_that_encodes_must_decode_and_run_after_the_commit():
    for fields in ({"timing": Timing.AFTER_COMMIT}, {"timing": Timing.REQUEST, "decode": str}):
        with pytest.raises(PointError):
            ExtensionPoint(
                "test.wrong", str, None, doc="x", combine=Combine.ALL, encode=dict, declare=False, **fields
            )
