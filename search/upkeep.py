"""What the worker and the operator do to keep the index complete."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import structlog

from search import outbox, sources
from search.engines import (
    MAIN,
    EngineDamagedError,
    EngineUnavailableError,
    SearchEngine,
    engines,
)
from search.engines.indexed import many_documents
from search.reading import read
from search.sources import SearchSource

log = structlog.get_logger(__name__)

_OBJECTS_A_TURN = 500
_LONGEST_PAUSE = 10.0  # seconds; soon enough to catch up, seldom enough to leave the worker to its other duties

_pauses: dict[str, tuple[float, float]] = {}
"""By engine that failed: until when (monotonic) it is left alone, and for how long that was."""

Progress = Callable[[str, int, int], None]
"""Told a source's kind, how many of its objects are done, and how many there are."""


def _untold(kind: str, done: int, total: int) -> None:
    """No one watches."""


@dataclass(frozen=True, slots=True)
class Differences:
    """Between what a source says now and what is indexed: objects by what is wrong with them."""

    checked: int
    missing: tuple[str, ...]
    outdated: tuple[str, ...]
    surplus: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every object that differs."""
        return (*self.missing, *self.outdated, *self.surplus)


def tend(engine: SearchEngine | None = None, *, limit: int = outbox.BATCH) -> int:
    """One round of the worker: for each engine rebuild an index that asks for it, else bring in due changes.

    Returns how many objects were brought in. An engine that is down is told in the log and left alone for some
    seconds; its changes stay.
    """
    named = {MAIN: engine} if engine else engines()
    return sum(_tend(name, one, limit) for name, one in named.items())


def _tend(name: str, engine: SearchEngine, limit: int) -> int:
    until, pause = _pauses.get(name, (0.0, 0.5))
    if time.monotonic() < until:
        return 0
    try:
        done = (
            rebuild(engine, name=name) if _must_rebuild(engine) else outbox.drain(engine, name=name, limit=limit)
        )
    except EngineUnavailableError as error:
        pause = min(_LONGEST_PAUSE, 2 * pause)
        _pauses[name] = (time.monotonic() + pause, pause)
        log.warning("search_engine_left_alone", engine=name, error=str(error), pause=pause)
        return 0
    _pauses.pop(name, None)
    return done


def forget() -> None:
    """Tend every engine again, whatever it did a moment ago."""
    _pauses.clear()


def _must_rebuild(engine: SearchEngine) -> bool:
    try:
        return bool(engine.status().rebuild_reason)
    except EngineDamagedError:
        return True


def rebuild(engine: SearchEngine | None = None, *, name: str = MAIN, progress: Progress = _untold) -> int:
    """Index every object of every source anew while searches go on; how many objects were read.

    A rebuild that was interrupted goes on where it was. A damaged index is emptied first. Objects whose source
    fails are put in the outbox, to be tried again.
    """
    engine = engine or engines()[name]
    try:
        generation = engine.begin_rebuild()
    except EngineDamagedError:
        engine.clear()
        generation = engine.begin_rebuild()
    with many_documents():
        count = sum(_index_all(engine, source, progress) for source in sources.registered())
    engine.end_rebuild(generation)
    return count


def _index_all(engine: SearchEngine, source: SearchSource, progress: Progress) -> int:
    total = 0 if progress is _untold else sum(1 for _ in source.object_ids())
    read_now = done = 0
    for object_ids in _in_turns(source.object_ids()):
        with engine.writing(rebuilding=True) as writer:
            written = set(writer.written(source.kind, object_ids))
            remaining = [object_id for object_id in object_ids if object_id not in written]
            result = read(source, remaining)
            for object_id, documents in result.documents.items():
                writer.replace(source.kind, object_id, documents)
        if result.errors:
            outbox.enqueue_many(source.kind, result.errors)
        read_now += len(remaining)
        done += len(object_ids)
        progress(source.kind, done, max(total, done))
    return read_now


def verify(
    engine: SearchEngine | None = None, *, name: str = MAIN, progress: Progress = _untold
) -> dict[str, Differences]:
    """Compare the index with what every source says now, by source.

    Objects whose changes still wait in the outbox are no differences.
    """
    engine = engine or engines()[name]
    return {source.kind: _verify(engine, name, source, progress) for source in sources.registered()}


def _verify(engine: SearchEngine, name: str, source: SearchSource, progress: Progress) -> Differences:
    found: dict[str, list[str]] = {"missing": [], "outdated": [], "surplus": []}
    listed = set(source.object_ids())
    total = len(listed)
    done = 0
    for object_ids in _in_turns(sorted(listed)):
        for object_id, what in _compared(engine, name, source, object_ids).items():
            found[what].append(object_id)
        done += len(object_ids)
        progress(source.kind, done, total)
    for object_ids in _in_turns(one for one in engine.object_ids(source.kind) if one not in listed):
        for object_id, what in _compared(engine, name, source, object_ids).items():
            found[what].append(object_id)
    return Differences(total, *(tuple(found[what]) for what in ("missing", "outdated", "surplus")))


def _compared(engine: SearchEngine, name: str, source: SearchSource, object_ids: list[str]) -> dict[str, str]:
    result = read(source, object_ids)
    indexed = engine.digests(source.kind, object_ids)
    differing = {}
    for object_id, documents in result.documents.items():
        wanted = {document.part: document.digest() for document in documents}
        if wanted != indexed.get(object_id, {}):
            differing[object_id] = "missing" if object_id not in indexed else "outdated" if wanted else "surplus"
    waiting = outbox.waiting(source.kind, list(differing), name) if differing else set()
    return {object_id: what for object_id, what in differing.items() if object_id not in waiting}


def repair(differences: dict[str, Differences], *, name: str = MAIN) -> int:
    """Have every object that differs read again; how many."""
    for kind, differing in differences.items():
        outbox.enqueue_many(kind, differing.all)
    while outbox.drain(name=name):
        pass
    return sum(len(differing.all) for differing in differences.values())


def _in_turns(object_ids: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(object_ids)
    while turn := list(islice(remaining, _OBJECTS_A_TURN)):
        yield turn
