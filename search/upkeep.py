"""What the worker and the operator do to keep the index complete."""

from collections.abc import Iterable, Iterator
from itertools import islice

from search import outbox, sources
from search.engines import EngineDamagedError, SearchEngine, the_engine
from search.reading import read

_OBJECTS_A_TURN = 100


def tend(engine: SearchEngine | None = None, *, limit: int = outbox.BATCH) -> int:
    """One round of the worker: rebuild an index that asks for it, else bring in due changes.

    Returns how many objects were brought in; EngineUnavailableError when the engine is down.
    """
    engine = engine or the_engine()
    try:
        must_rebuild = bool(engine.status().rebuild_reason)
    except EngineDamagedError:
        must_rebuild = True
    return rebuild(engine) if must_rebuild else outbox.drain(engine, limit=limit)


def rebuild(engine: SearchEngine | None = None) -> int:
    """Index every object of every source anew while searches go on; how many objects were read.

    A damaged index is emptied first. Objects whose source fails are put in the outbox, to be tried again.
    """
    engine = engine or the_engine()
    try:
        generation = engine.begin_rebuild()
    except EngineDamagedError:
        engine.clear()
        generation = engine.begin_rebuild()
    count = 0
    for source in sources.registered():
        for object_ids in _in_turns(source.object_ids()):
            with engine.writing() as writer:
                result = read(source, object_ids)
                for object_id, documents in result.documents.items():
                    writer.replace(source.kind, object_id, documents)
            if result.errors:
                outbox.enqueue_many(source.kind, result.errors)
            count += len(object_ids)
    engine.end_rebuild(generation)
    return count


def _in_turns(object_ids: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(object_ids)
    while turn := list(islice(remaining, _OBJECTS_A_TURN)):
        yield turn
