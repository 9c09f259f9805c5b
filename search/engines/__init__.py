"""Which engine answers: chosen by SEARCH_URL."""

from functools import lru_cache
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines.base import (
    EngineDamagedError,
    EngineStatus,
    EngineUnavailableError,
    Explanation,
    FacetCount,
    Hit,
    IndexWriter,
    Results,
    SearchEngine,
    Suggestion,
)
from search.engines.sqlite.engine import SQLiteEngine

__all__ = [
    "EngineDamagedError",
    "EngineStatus",
    "EngineUnavailableError",
    "Explanation",
    "FacetCount",
    "Hit",
    "IndexWriter",
    "Results",
    "SearchEngine",
    "Suggestion",
    "engine_for",
    "the_engine",
]


@lru_cache(maxsize=8)
def engine_for(url: str) -> SearchEngine:
    """The engine behind `url`: `sqlite:///relative/path`, `sqlite:////absolute/path`, `sqlite:///:memory:`.

    ImproperlyConfigured, naming what is supported, for anything else.
    """
    scheme, _, rest = url.partition("://")
    path = unquote(rest.removeprefix("/"))
    if scheme != "sqlite" or not path:
        raise ImproperlyConfigured(
            f"SEARCH_URL is {url!r}, but the only engine supported for now is the embedded one: "
            "sqlite:///path/to/search.sqlite3"
        )
    return SQLiteEngine(path)


def the_engine() -> SearchEngine:
    """The engine this installation uses (settings.SEARCH_URL)."""
    return engine_for(settings.SEARCH_URL)
