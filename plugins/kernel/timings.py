"""How long each contribution takes, and how many queries it makes: for operators, at next to no cost.

Each process counts in memory and adds its counts to a row for each contribution and day (UTC) now and then,
after a request or by the worker. Views count as contributions named `slug/view/<name of the URL>`.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Any

import structlog
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.utils import timezone

from plugins.kernel.histograms import MILLISECONDS, QUERIES, added, bucket, percentile
from plugins.kernel.locating import type_name

if TYPE_CHECKING:
    from plugins.kernel.models import PluginTiming

logger = structlog.get_logger(__name__)

MOST_CONTRIBUTIONS = 2000
"""More than that are not counted: a name that grows without end must not fill the memory."""
SECONDS_BETWEEN_WRITES = 30.0
DAYS_SHOWN = 7
DAYS_KEPT = 14
SLOW_MILLISECONDS = 200.0
MANY_QUERIES = 20


@dataclass(slots=True)
class _Counts:
    calls: int = 0
    durations: list[int] = field(default_factory=lambda: [0] * len(MILLISECONDS))
    queries: list[int] = field(default_factory=lambda: [0] * len(QUERIES))


_counts: dict[tuple[str, str], _Counts] = {}
_written_at = time.monotonic()
_lock = threading.Lock()


class Watch:
    """Counts the time and the queries of the `with` blocks it is used for, all together, until `note`."""

    __slots__ = ("_started", "_wrapper", "queries", "seconds")

    def __init__(self) -> None:
        self.seconds = 0.0
        self.queries = 0

    def __enter__(self) -> "Watch":
        self._wrapper = connection.execute_wrapper(self._count)
        self._wrapper.__enter__()
        self._started = time.perf_counter()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.seconds += time.perf_counter() - self._started
        self._wrapper.__exit__(None, None, None)

    def _count(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        self.queries += 1
        return execute(sql, params, many, context)

    def note(self, plugin: str, contribution: str) -> None:
        """Add what was seen to the counts of one contribution."""
        key = (plugin, contribution)
        with _lock:
            counts = _counts.get(key)
            if counts is None:
                if len(_counts) >= MOST_CONTRIBUTIONS:
                    return
                counts = _counts[key] = _Counts()
            counts.calls += 1
            counts.durations[bucket(MILLISECONDS, self.seconds * 1000)] += 1
            counts.queries[bucket(QUERIES, self.queries)] += 1


@dataclass(frozen=True)
class Timing:
    """What operators see of one contribution: calls, milliseconds and queries of half and of 95 % of them."""

    contribution: str
    calls: int
    median: float
    high: float
    median_queries: int
    high_queries: int

    @property
    def is_slow(self) -> bool:
        """Whether a page with it is worth a look."""
        return self.high >= SLOW_MILLISECONDS or self.high_queries >= MANY_QUERIES


def flush_after_request(**_: Any) -> None:
    """Signal receiver: write what was counted, now and then."""
    pause = getattr(settings, "PLUGIN_TIMINGS_SECONDS", SECONDS_BETWEEN_WRITES)
    if not _counts or pause is None or time.monotonic() - _written_at < pause:
        return
    if not transaction.get_connection().in_atomic_block:
        flush()


def flush() -> int:
    """Add what was counted here to the day's rows; of how many contributions. Some three queries.

    A database that cannot take it loses these counts, not the request.
    """
    global _written_at
    with _lock:
        taken = dict(_counts)
        _counts.clear()
        _written_at = time.monotonic()
    if not taken:
        return 0
    try:
        _write(taken)
    except DatabaseError as error:
        logger.warning("plugin_timings_not_recorded", error=type_name(error))
    return len(taken)


def summary(plugin: str) -> list[Timing]:
    """The plugin's contributions in the last days, the slowest first: one query."""
    from plugins.kernel.models import PluginTiming

    since = timezone.now().date() - timedelta(days=DAYS_SHOWN - 1)
    by_contribution: dict[str, list[PluginTiming]] = {}
    for row in PluginTiming.objects.filter(plugin=plugin, day__gte=since):
        by_contribution.setdefault(row.contribution, []).append(row)
    found = [_timing(contribution, rows) for contribution, rows in by_contribution.items()]
    return sorted(found, key=lambda timing: (-timing.high, timing.contribution))


def forget_old() -> int:
    """Delete the rows of days long past; how many."""
    from plugins.kernel.models import PluginTiming

    oldest = timezone.now().date() - timedelta(days=DAYS_KEPT)
    deleted, _ = PluginTiming.objects.filter(day__lt=oldest).delete()
    return deleted


def forget_counts() -> None:
    """Drop what was counted and not written. For tests."""
    with _lock:
        _counts.clear()


def _timing(contribution: str, rows: list["PluginTiming"]) -> Timing:
    durations = added(MILLISECONDS, *(row.durations for row in rows))
    queries = added(QUERIES, *(row.queries for row in rows))
    return Timing(
        contribution=contribution,
        calls=sum(row.calls for row in rows),
        median=percentile(MILLISECONDS, durations, 0.5),
        high=percentile(MILLISECONDS, durations, 0.95),
        median_queries=int(percentile(QUERIES, queries, 0.5)),
        high_queries=int(percentile(QUERIES, queries, 0.95)),
    )


def _write(taken: dict[tuple[str, str], _Counts]) -> None:
    from plugins.kernel.models import PluginTiming

    today = timezone.now().date()
    counts = {(plugin, contribution[:200]): value for (plugin, contribution), value in taken.items()}
    PluginTiming.objects.bulk_create(
        # In one order in every process: two that begin the same day would else wait for each other.
        [PluginTiming(plugin=plugin, contribution=name, day=today) for plugin, name in sorted(counts)],
        ignore_conflicts=True,
    )
    with transaction.atomic():
        rows = PluginTiming.objects.select_for_update().filter(
            day=today, contribution__in=[name for _, name in counts]
        )
        changed = []
        for row in rows.order_by("pk"):
            value = counts.get((row.plugin, row.contribution))
            if value is not None:
                row.calls += value.calls
                row.durations = added(MILLISECONDS, row.durations, value.durations)
                row.queries = added(QUERIES, row.queries, value.queries)
                changed.append(row)
        PluginTiming.objects.bulk_update(changed, ["calls", "durations", "queries"])
