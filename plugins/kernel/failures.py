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

from plugins.kernel.locating import location, type_name
from plugins.kernel.models import PORTAL_UUID, PluginFailure

logger = structlog.get_logger(__name__)

SECONDS_BETWEEN_WRITES = 10.0


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
    """Signal receiver: write what a rolled-back transaction left over."""
    if _pending and not transaction.get_connection().needs_rollback:
        flush()


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
    if rows.update(count=F("count") + pending.count, **latest):
        return
    try:
        with transaction.atomic():
            PluginFailure.objects.create(plugin=plugin, institution=institution, count=pending.count, **latest)
    except IntegrityError:  # another worker was first
        rows.update(count=F("count") + pending.count, **latest)


def closed(plugin: str, institution: UUID | None) -> None:
    """Note that the breaker closed by itself: the plugin works again."""
    PluginFailure.objects.filter(plugin=plugin, institution=institution or PORTAL_UUID).update(opened_at=None)


def reset(plugin: str, institution: UUID | None) -> None:
    """Forget what is written and what waits. The breakers of other processes follow within a minute."""
    key = (plugin, institution or PORTAL_UUID)
    with _lock:
        _pending.pop(key, None)
        _written_at.pop(key, None)
    PluginFailure.objects.filter(plugin=plugin, institution=key[1]).delete()


def forget_waiting() -> None:
    """Drop what waits to be written. For tests."""
    with _lock:
        _pending.clear()
        _written_at.clear()
