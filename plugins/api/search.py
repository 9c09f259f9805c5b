"""The search engine, for plugins that make things findable or that ask it.

What can be found is described by a *source* (`SearchSource`), contributed at the `search.source` point: it
turns identifiers of its things into `SearchDocument`s, public ones only. Whenever one of its things changes,
call `enqueue` in the same transaction; the documents are read again and the index follows. To ask, build a
`SearchQuery` and hand it to `search`.
"""

from search.documents import FACETS, SearchDocument, Section
from search.engines import EngineUnavailableError, FacetCount, Hit, Results, the_engine
from search.outbox import enqueue, enqueue_many
from search.query import MAX_PAGE_SIZE, MAX_RESULTS, MAX_TEXT, SearchQuery, Sort
from search.sources import SearchSource, kinds

__all__ = [
    "FACETS",
    "MAX_PAGE_SIZE",
    "MAX_RESULTS",
    "MAX_TEXT",
    "EngineUnavailableError",
    "FacetCount",
    "Hit",
    "Results",
    "SearchDocument",
    "SearchQuery",
    "SearchSource",
    "Section",
    "Sort",
    "enqueue",
    "enqueue_many",
    "kinds",
    "search",
]


def search(query: SearchQuery) -> Results:
    """Answer a query from the index. `EngineUnavailableError` while the engine is down.

    The index holds what is public only, but may be some seconds behind the record.
    """
    return the_engine().search(query)
