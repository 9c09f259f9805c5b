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
from search.engines.elasticsearch import address
from search.engines.sqlite.engine import SQLiteEngine

__all__ = [
    "KEPT",
    "MAIN",
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
    "engines",
    "kept_engine",
    "the_engine",
]

MAIN, KEPT = "main", "kept"


@lru_cache(maxsize=32)
def engine_for(url: str) -> SearchEngine:
    """The engine behind `url`: `sqlite:///relative/path`, `sqlite:////absolute/path`, `sqlite:///:memory:`, or
    `elasticsearch://host:port,host:port/prefix`.

    ImproperlyConfigured, naming what is supported, for anything else.
    """
    scheme, _, rest = url.partition("://")
    if scheme == address.SCHEME:
        # Loaded where it is used: the client takes a third of a second and 20 MB of every process.
        from search.engines.elasticsearch.engine import ElasticsearchEngine

        secrets = {"password": settings.SEARCH_PASSWORD, "api_key": settings.SEARCH_API_KEY}
        return ElasticsearchEngine(address.read(url, **secrets))
    path = unquote(rest.removeprefix("/"))
    if scheme != "sqlite" or not path:
        raise ImproperlyConfigured(
            f"SEARCH_URL begins with {scheme!r}; supported are sqlite:///path/to/search.sqlite3 and "
            "elasticsearch://host:9200/prefix"
        )
    return SQLiteEngine(path)


def the_engine() -> SearchEngine:
    """The engine this installation uses (settings.SEARCH_URL)."""
    return engine_for(settings.SEARCH_URL)


def kept_engine() -> SearchEngine | None:
    """The embedded engine kept beside it (settings.SEARCH_KEPT_URL), to answer while the other does not."""
    url = settings.SEARCH_KEPT_URL
    return engine_for(url) if url and url != settings.SEARCH_URL else None


def engines() -> dict[str, SearchEngine]:
    """Every engine that follows the record, by the name under which changes wait for it."""
    kept = kept_engine()
    return {MAIN: the_engine(), **({KEPT: kept} if kept else {})}
