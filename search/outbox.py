"""How changes reach the index: written down with the change itself, brought in afterwards.

At least once, in order, and never by holding up whoever made the change: an engine that is down delays
search and nothing else.
"""

import threading
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.db import connection, transaction
from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.utils import timezone

from search import sources
from search.engines import MAIN, EngineUnavailableError, IndexWriter, SearchEngine, engines
from search.models import OutboxEntry
from search.reading import Read, read

log = structlog.get_logger(__name__)

BATCH = 200
_AT_ONCE = 50  # entries brought in right after a commit; more are left to the worker
_AT_ONCE_PATIENCE = 1.0  # seconds a web request may wait for its turn to write
_LONGEST_PAUSE = 3_600  # seconds between attempts at an object whose source fails

LATE = timedelta(seconds=10)
"""How long a change may wait before search is said to be behind. A worker that is well brings in within two."""

_this_thread = threading.local()


@dataclass(frozen=True, slots=True)
class OutboxStatus:
    """`pending` entries, of which `failing` were tried in vain; age of the oldest in seconds."""

    pending: int
    failing: int
    lag_seconds: float
    last_error: str


def enqueue(source: str, object_id: str) -> None:
    """Note that an object changed, in the caller's transaction."""
    enqueue_many(source, [object_id])


def enqueue_many(source: str, object_ids: Iterable[str]) -> None:
    """Note that objects of one source changed, in the caller's transaction."""
    waiting_for = tuple(engines())
    OutboxEntry.objects.bulk_create(
        [
            OutboxEntry(engine=name, source=source, object_id=str(object_id))
            for object_id in object_ids
            for name in waiting_for
        ],
        batch_size=500,
    )
    _this_thread.has_changes = True
    transaction.on_commit(_drain_after_commit, robust=True)


def drain(
    engine: SearchEngine | None = None, *, name: str = MAIN, limit: int = BATCH, patience: float = 10.0
) -> int:
    """Bring up to `limit` due entries into the engine of that name; how many were settled.

    EngineUnavailableError when the engine takes no writes: the entries stay, with the error noted. Several
    processes may drain: they take turns.
    """
    # Asked first, so that an idle worker leaves the engine alone.
    return _drain(engine or engines()[name], name, limit, patience) if _due(name).exists() else 0


def _drain(engine: SearchEngine, name: str, limit: int, patience: float) -> int:
    try:
        with _holding_rows():
            with engine.writing(patience) as writer:
                entries = list(_locked(_due(name))[:limit])
                failed = _bring_in(entries, writer)
            _settle(entries, failed)
    except EngineUnavailableError as error:
        ids = list(_due(name).values_list("id", flat=True)[:limit])
        OutboxEntry.objects.filter(id__in=ids).update(attempts=F("attempts") + 1, last_error=str(error)[:200])
        raise
    return len(entries) - len(failed)


def status(name: str = MAIN) -> OutboxStatus:
    """How far behind the index of an engine is."""
    entries = OutboxEntry.objects.filter(engine=name)
    found = entries.aggregate(
        pending=Count("id"),
        failing=Count("id", filter=Q(attempts__gt=0)),
        oldest=Min("created_at"),
        latest_failure=Max("id", filter=Q(attempts__gt=0)),
    )
    lag = (timezone.now() - found["oldest"]).total_seconds() if found["oldest"] else 0.0
    failure = entries.filter(id=found["latest_failure"]).values_list("last_error", flat=True).first()
    return OutboxStatus(found["pending"], found["failing"], max(lag, 0.0), failure or "")


def is_behind(name: str = MAIN) -> bool:
    """Whether a change has waited longer than LATE for the engine of that name. One query, by an index.

    What a source fails at does not count: it waits for its next attempt, and says nothing about the others.
    """
    due_long_ago = OutboxEntry.objects.filter(engine=name, retry_at__lte=timezone.now() - LATE)
    return due_long_ago.exists()


def waiting(source: str, object_ids: Sequence[str], name: str = MAIN) -> set[str]:
    """Which of these objects have changes that are not in the engine's index yet."""
    entries = OutboxEntry.objects.filter(engine=name, source=source, object_id__in=object_ids)
    return set(entries.values_list("object_id", flat=True))


def _due(name: str) -> QuerySet[OutboxEntry]:
    return OutboxEntry.objects.filter(engine=name, retry_at__lte=timezone.now()).order_by("id")


def _bring_in(entries: Sequence[OutboxEntry], writer: IndexWriter) -> dict[int, str]:
    """Write what the entries' objects are now; the errors by entry id."""
    failed: dict[int, str] = {}
    by_source: dict[str, list[OutboxEntry]] = {}
    for entry in entries:
        by_source.setdefault(entry.source, []).append(entry)
    for kind, of_source in by_source.items():
        result = _read(kind, list(dict.fromkeys(entry.object_id for entry in of_source)))
        for object_id, documents in result.documents.items():
            writer.replace(kind, object_id, documents)
        failed |= {
            entry.id: result.errors[entry.object_id] for entry in of_source if entry.object_id in result.errors
        }
    return failed


def _read(kind: str, object_ids: Sequence[str]) -> Read:
    try:
        return read(sources.source_named(kind), object_ids)
    except sources.UnknownSourceError:
        # Kept, not dropped: the plugin may only be missing from this process.
        return Read(errors=dict.fromkeys(object_ids, "no source of this name is registered"))


def _settle(entries: Sequence[OutboxEntry], failed: dict[int, str]) -> None:
    OutboxEntry.objects.filter(id__in=[entry.id for entry in entries if entry.id not in failed]).delete()
    now = timezone.now()
    for entry in entries:
        if entry.id in failed:
            pause = min(_LONGEST_PAUSE, 2 ** min(entry.attempts + 1, 12))
            entry.attempts += 1
            entry.last_error = failed[entry.id]
            entry.retry_at = now + timedelta(seconds=pause)
            entry.save(update_fields=["attempts", "last_error", "retry_at"])


def _drain_after_commit() -> None:
    """Drain once for all the changes of a transaction: the first of its callbacks does it for the others."""
    has_changes, _this_thread.has_changes = getattr(_this_thread, "has_changes", False), False
    if not has_changes:
        return
    for name, engine in engines().items():
        if engine.drains_at_once:
            try:
                _drain(engine, name, _AT_ONCE, _AT_ONCE_PATIENCE)
            except EngineUnavailableError as error:
                log.warning("search_drain_left_to_worker", engine=name, error=str(error))


def _holding_rows() -> AbstractContextManager[object]:
    """Where rows can be locked, draining processes take turns by them, whichever engine they write to.

    SQLite cannot; a transaction there would only lock out writers while the engine works.
    """
    return transaction.atomic() if connection.features.has_select_for_update else nullcontext()


def _locked(entries: QuerySet[OutboxEntry]) -> QuerySet[OutboxEntry]:
    return entries.select_for_update() if connection.features.has_select_for_update else entries
