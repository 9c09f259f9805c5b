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
