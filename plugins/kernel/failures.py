"""Writing failures down for operators, outside of the transaction in which they happened.

A failure inside a transaction is written after its commit, or after the request if it is rolled back.
The first failure of a plugin at an institution is written at once; those that follow within some seconds
are added up in memory, so that a broken page that is much visited does not become many writes.
"""

import threading
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import Error as DatabaseError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from plugins.kernel.breaker import breaker
from plugins.kernel.locating import location, type_name
from plugins.kernel.models import PORTAL_UUID, PluginFailure

logger = structlog.get_logger(__name__)

SECONDS_BETWEEN_WRITES = 10.0
SECONDS_BETWEEN_LOOKS = 5.0
"""How long a reset by an operator takes at most to reach a process that is asked for pages."""
RECENT = 5
"""How many of the latest failures are kept."""


@dataclass
class _Pending:
    count: int
    contribution: str
    error_type: str
    place: str
    at: datetime
    opened: bool


_pending: dict[tuple[str, UUID], _Pending] = {}
_written_at: dict[tuple[str, UUID], float] = {}
_resets: dict[tuple[str, UUID], int] = {}
_looked_at = 0.0
_lock = threading.Lock()


def record(
    error: BaseException, *, plugin: str, institution: UUID | None, contribution: str, opened: bool
) -> None:
    """Log one failure and note it for operators. `opened`: the breaker is open because of it."""
    kind, place = type_name(error), location(error)
    logger.error(
        "plugin_failed",
        plugin=plugin,
        contribution=contribution,
        institution=str(institution) if institution else None,
        error=kind,
        location=place,
        breaker_open=opened,
    )
    key = (plugin, institution or PORTAL_UUID)
    with _lock:
        known = _pending.get(key)
        _pending[key] = _Pending(
            count=(known.count if known else 0) + 1,
            contribution=contribution,
            error_type=kind,
            place=place,
            at=timezone.now(),
            opened=opened or (known.opened if known else False),
        )
    if transaction.get_connection().in_atomic_block:
        transaction.on_commit(flush, robust=True)
    else:
        flush()


def flush() -> None:
    """Write what is due. A database that cannot take it loses the note, not the request."""
    for key, pending in _take_due():
        try:
            _write(key, pending)
        except DatabaseError as error:
            logger.warning("plugin_failure_not_recorded", plugin=key[0], error=type_name(error))


def flush_after_request(**_: Any) -> None:
    """Signal receiver: write what a rolled-back transaction left over, and look for resets."""
    if transaction.get_connection().needs_rollback:
        return
    if _pending:
        flush()
    follow_resets()


def follow_resets() -> None:
    """Close breakers of this process that an operator has reset in another: one query, while anything fails.

    At most every few seconds, and at once for what has just begun to fail.
    """
    global _looked_at
    failing = {(plugin, institution or PORTAL_UUID): institution for plugin, institution in breaker.failing()}
    for key in _resets.keys() - failing.keys():
        _resets.pop(key, None)
    if not failing:
        return
    now = time.monotonic()
    if failing.keys() <= _resets.keys() and now - _looked_at < SECONDS_BETWEEN_LOOKS:
        return
    _looked_at = now
    rows = PluginFailure.objects.filter(plugin__in={plugin for plugin, _ in failing})
    try:
        known = {
            (plugin, place): resets
            for plugin, place, resets in rows.values_list("plugin", "institution", "resets")
        }
    except DatabaseError as error:
        logger.warning("plugin_resets_not_read", error=type_name(error))
        return
    for key, institution in failing.items():
        resets = known.get(key, 0)
        if _resets.setdefault(key, resets) != resets:
            breaker.reset(key[0], institution)
            del _resets[key]


def _take_due() -> list[tuple[tuple[str, UUID], _Pending]]:
    now = time.monotonic()
    with _lock:
        due = [
            key
            for key, pending in _pending.items()
            if pending.opened or now - _written_at.get(key, -SECONDS_BETWEEN_WRITES) >= SECONDS_BETWEEN_WRITES
        ]
        for key in due:
            _written_at[key] = now
        return [(key, _pending.pop(key)) for key in due]


def _write(key: tuple[str, UUID], pending: _Pending) -> None:
    plugin, institution = key
    latest: dict[str, Any] = {
        "last_contribution": pending.contribution[:200],
        "last_error_type": pending.error_type[:200],
        "last_location": pending.place[:300],
        "last_at": pending.at,
    }
    if pending.opened:
        latest["opened_at"] = pending.at
    rows = PluginFailure.objects.filter(plugin=plugin, institution=institution)
    latest["recent"] = _recent(rows.values_list("recent", flat=True).first() or [], pending)
    if rows.update(count=F("count") + pending.count, **latest):
        return
    try:
        with transaction.atomic():
            PluginFailure.objects.create(plugin=plugin, institution=institution, count=pending.count, **latest)
    except IntegrityError:  # another worker was first
        rows.update(count=F("count") + pending.count, **latest)


def _recent(known: list[dict[str, str]], pending: _Pending) -> list[dict[str, str]]:
    """The latest failures, newest first; the same one again takes the place of the one before."""
    entry = {
        "at": pending.at.isoformat(),
        "contribution": pending.contribution[:200],
        "error": pending.error_type[:200],
        "place": pending.place[:300],
    }
    others = [other for other in known if {**other, "at": ""} != {**entry, "at": ""}]
    return [entry, *others][:RECENT]


def closed(plugin: str, institution: UUID | None) -> None:
    """Note that the breaker closed by itself: the plugin works again."""
    PluginFailure.objects.filter(plugin=plugin, institution=institution or PORTAL_UUID).update(opened_at=None)


def reset(plugin: str, institution: UUID | None) -> None:
    """Forget what is written and what waits, and close the breaker here; other processes follow within seconds."""
    key = (plugin, institution or PORTAL_UUID)
    with _lock:
        _pending.pop(key, None)
        _written_at.pop(key, None)
    breaker.reset(plugin, institution)
    PluginFailure.objects.filter(plugin=plugin, institution=key[1]).update(
        count=0, opened_at=None, recent=[], resets=F("resets") + 1
    )


def forget_waiting() -> None:
    """Drop what waits to be written. For tests."""
    with _lock:
        _pending.clear()
        _written_at.clear()
        _resets.clear()
