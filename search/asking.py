"""Asking whichever engine answers."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import structlog

from search.engines import EngineUnavailableError, Results, SearchEngine, kept_engine, the_engine
from search.query import SearchQuery

log = structlog.get_logger(__name__)
T = TypeVar("T")

_PAUSE = 3.0  # seconds in which a server that did not answer is not asked again by this process

_silent_until = 0.0


def ask(query: SearchQuery) -> Results:
    """Answer a query. EngineUnavailableError where no engine does."""
    results, from_kept = with_an_engine(lambda engine: engine.search(query))
    return replace(results, from_kept=True) if from_kept else results


def with_an_engine(question: Callable[[SearchEngine], T]) -> tuple[T, bool]:
    """The answer of the installation's engine, else of the embedded one kept beside it; and whether it is that.

    A cluster that failed a moment ago is not asked at all, so that not every visitor waits for it in vain.
    """
    global _silent_until
    engine, kept = the_engine(), kept_engine()
    try:
        if time.monotonic() < _silent_until:
            raise EngineUnavailableError("the search engine did not answer a moment ago")
        return question(engine), False
    except EngineUnavailableError as error:
        if not engine.drains_at_once and time.monotonic() >= _silent_until:
            _silent_until = time.monotonic() + _PAUSE
            log.warning("search_engine_does_not_answer", error=str(error))
        if kept is None:
            raise
    return question(kept), True


def forget() -> None:
    """Ask the installation's engine again, whatever it did a moment ago."""
    global _silent_until
    _silent_until = 0.0
