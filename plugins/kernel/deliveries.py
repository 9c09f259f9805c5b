"""Calls that the worker makes again, or later: one handler, one context, at least once.

The queue is for contributions to AFTER_COMMIT points. A handler that answers costs no row; one that fails, or
whose plugin is left out by its breaker, is written down and called again by `deliver_due`, without those that
have answered already.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import Error as DatabaseError
from django.db.models import F
from django.utils import timezone

from plugins.kernel import gate
from plugins.kernel.breaker import SECONDS_OPEN
from plugins.kernel.invoking import Outcome
from plugins.kernel.locating import location, type_name
from plugins.kernel.models import PluginDelivery
from plugins.kernel.points import ExtensionPoint, PointError, Timing, declared
from plugins.kernel.registry import LoadedContribution, registry
from plugins.kernel.retrying import ATTEMPTS, FIRST_PAUSE, LEASE, pause_after
from plugins.kernel.scope import Scope

logger = structlog.get_logger(__name__)

BREAKER_PAUSE = timedelta(seconds=SECONDS_OPEN)
QUARANTINE_PAUSE = timedelta(minutes=10)


def enqueue(
    point_name: str,
    contribution_name: str,
    plugin: str,
    payload: dict[str, Any],
    scope: Scope,
    not_before: datetime | None = None,
) -> PluginDelivery:
    """Have the worker call one handler with `decode(payload)`, now or from `not_before` on.

    Written in the running transaction, if there is one. `PointError` where the point cannot be delivered to.
    """
    _deliverable(point_name)
    now = timezone.now()
    return PluginDelivery.objects.create(
        point=point_name,
        plugin=plugin,
        contribution=contribution_name,
        payload=payload,
        institution=scope.institution,
        consultation=scope.consultation,
        created_at=now,
        not_before=not_before or now,
    )


def tell(
    point: ExtensionPoint[Any, Any], context: Any, scope: Scope, contributions: Iterable[LoadedContribution]
) -> None:
    """Call each handler once; those that fail, or are left out for now, are put into the queue.

    So is one with a database error, which is counted and logged like any other: only if the queue itself
    cannot be written, the error gets out and the whole event is to be told again.
    """
    for loaded in contributions:
        outcome = _ask(point, loaded, context, scope)
        if outcome.answered:
            continue
        pause = BREAKER_PAUSE if outcome.skipped else FIRST_PAUSE
        assert point.encode is not None  # noqa: S101 - dispatch asked
        delivery = enqueue(
            point.name,
            loaded.contribution.name,
            loaded.plugin,
            point.encode(context),
            scope,
            not_before=timezone.now() + pause,
        )
        if outcome.error is not None:
            _note(delivery, outcome.error, attempts=1)


def deliver_due(limit: int = 100, now: datetime | None = None) -> int:
    """Make at most `limit` of the calls that are due, oldest first; how many were looked at.

    No transaction of ours is open meanwhile. Several workers do each other no harm.
    """
    due = PluginDelivery.objects.filter(parked_at=None, not_before__lte=now or timezone.now())
    # Each has its lease from when it is begun: the calls before it may have taken long.
    return sum(_try(delivery, now or timezone.now()) for delivery in due.order_by("pk")[:limit])


def retry(delivery: PluginDelivery) -> None:
    """Have the worker try a parked delivery again, as if it were new; one that is not parked is left alone."""
    parked = PluginDelivery.objects.filter(pk=delivery.pk, parked_at__isnull=False)
    parked.update(parked_at=None, attempts=0, not_before=timezone.now())


def discard(delivery: PluginDelivery) -> None:
    """Give a delivery up for good."""
    logger.warning("plugin_delivery_discarded", plugin=delivery.plugin, point=delivery.point)
    PluginDelivery.objects.filter(pk=delivery.pk).delete()


def _deliverable(point_name: str) -> ExtensionPoint[Any, Any]:
    point = declared().get(point_name)
    if point is None or point.timing is not Timing.AFTER_COMMIT or point.decode is None:
        raise PointError(f"{point_name!r} is no extension point that calls are delivered to")
    return point


def _ask(point: ExtensionPoint[Any, Any], loaded: LoadedContribution, context: Any, scope: Scope) -> Outcome[Any]:
    try:
        return point.ask(loaded, context, scope)
    except DatabaseError as error:
        logger.error("plugin_delivery_database_error", contribution=loaded.key, error=type_name(error))
        return Outcome(loaded, error=error)


def _try(delivery: PluginDelivery, now: datetime) -> int:
    if not _claim(delivery, now):
        return 0
    with gate.fresh():  # what was asked before the calls that came first may not hold any more
        _make(delivery, now)
    return 1


def _make(delivery: PluginDelivery, now: datetime) -> None:
    scope = Scope(delivery.institution, delivery.consultation)
    if delivery.attempts > ATTEMPTS:
        _park(delivery, now, "the worker ended in the middle of it")
    elif not registry.is_loaded(delivery.plugin):
        _postpone(delivery, now + QUARANTINE_PAUSE, "its plugin is not loaded")
    elif not gate.is_active(delivery.plugin, scope):
        logger.info("plugin_delivery_dropped", plugin=delivery.plugin, point=delivery.point)
        PluginDelivery.objects.filter(pk=delivery.pk).delete()
    else:
        _call(delivery, scope, now)


def _claim(delivery: PluginDelivery, now: datetime) -> bool:
    """Make the delivery ours for a while; False if another worker was quicker.

    Its time is asked for too: one that another worker tried and put off has its former number of attempts.
    """
    unclaimed = PluginDelivery.objects.filter(
        pk=delivery.pk, attempts=delivery.attempts, not_before__lte=now, parked_at=None
    )
    if not unclaimed.update(attempts=F("attempts") + 1, not_before=now + LEASE):
        return False
    delivery.attempts += 1
    return True


def _call(delivery: PluginDelivery, scope: Scope, now: datetime) -> None:
    loaded = next(
        (
            loaded
            for loaded in registry.contributions(delivery.point)
            if loaded.plugin == delivery.plugin and loaded.contribution.name == delivery.contribution
        ),
        None,
    )
    point = declared().get(delivery.point)
    if loaded is None or point is None or point.decode is None:
        _park(delivery, now, "its plugin has no such contribution any more")
        return
    try:
        context = point.decode(delivery.payload)
    except (KeyError, TypeError, ValueError) as error:
        _park(delivery, now, f"its payload cannot be read: {type_name(error)}")
        return
    if context is None:  # by now there is nothing to tell
        PluginDelivery.objects.filter(pk=delivery.pk).delete()
        return
    outcome = _ask(point, loaded, context, scope)
    if outcome.skipped:
        _postpone(delivery, now + BREAKER_PAUSE, delivery.last_error)
    elif outcome.error is not None:
        _note(delivery, outcome.error, attempts=delivery.attempts, now=now)
    else:
        PluginDelivery.objects.filter(pk=delivery.pk).delete()


def _postpone(delivery: PluginDelivery, until: datetime, reason: str) -> None:
    """Not the handler's fault: the attempt does not count."""
    PluginDelivery.objects.filter(pk=delivery.pk).update(
        attempts=delivery.attempts - 1, not_before=until, last_error=reason[:200]
    )


def _note(delivery: PluginDelivery, error: BaseException, *, attempts: int, now: datetime | None = None) -> None:
    """Note what went wrong by type and place, as its message may quote a person; park it at the last attempt."""
    now = now or timezone.now()
    parked = attempts >= ATTEMPTS
    PluginDelivery.objects.filter(pk=delivery.pk).update(
        attempts=attempts,
        not_before=now + pause_after(attempts),
        parked_at=now if parked else None,
        last_error=type_name(error)[:200],
        last_location=location(error)[:300],
    )
    if parked:
        logger.error("plugin_delivery_parked", plugin=delivery.plugin, point=delivery.point)


def _park(delivery: PluginDelivery, now: datetime, reason: str) -> None:
    logger.error("plugin_delivery_parked", plugin=delivery.plugin, point=delivery.point, reason=reason)
    PluginDelivery.objects.filter(pk=delivery.pk).update(parked_at=now, last_error=reason[:200])
