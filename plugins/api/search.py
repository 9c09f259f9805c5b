"""The search engine, for plugins that make things findable or that ask it.

What can be found is described by a *source* (`SearchSource`), contributed at the `search.source` point: it
turns identifiers of its things into `SearchDocument`s, public ones only. Whenever one of its things changes,
call `enqueue` in the same transaction; the documents are read again and the index follows. To ask, build a
`SearchQuery` and hand it to `search`.
"""

from collections.abc import Callable, Collection

from search import facets as _facets
from search.analysis import query_tokens_of, tokens_of
from search.asking import ask as _ask
from search.asking import with_an_engine as _with_an_engine
from search.documents import FACETS, SearchDocument, Section
from search.engines import EngineUnavailableError, Explanation, FacetCount, Hit, Results, Suggestion
from search.outbox import enqueue, enqueue_many
from search.outbox import is_behind as _is_behind
from search.query import (
    MAX_PAGE_SIZE,
    MAX_PREFIXES,
    MAX_RESULTS,
    MAX_TERMS,
    MAX_TEXT,
    SearchQuery,
    Sort,
    Values,
    any_value,
    without_filters,
)
from search.questions import read_by as _read_by
from search.sources import SearchSource, kinds

__all__ = [
    "FACETS",
    "MAX_PAGE_SIZE",
    "MAX_PREFIXES",
    "MAX_RESULTS",
    "MAX_TERMS",
    "MAX_TEXT",
    "EngineUnavailableError",
    "Explanation",
    "FacetCount",
    "Hit",
    "Results",
    "SearchDocument",
    "SearchQuery",
    "SearchSource",
    "Section",
    "Sort",
    "Suggestion",
    "Values",
    "analysed",
    "any_value",
    "did_you_mean",
    "documents",
    "enqueue",
    "enqueue_many",
    "facet_names",
    "folded",
    "is_behind",
    "kinds",
    "more_like",
    "read_questions_by",
    "search",
    "suggest",
    "without_filters",
]


def analysed(text: str, language: str | None = None) -> tuple[frozenset[str], ...]:
    """The words of a text, each by what it is found by: two are forms of one word where they share something.

    Without a `language` as somebody's query, which may be in any.
    """
    tokens = tokens_of(text, language) if language else query_tokens_of(text)
    return tuple(frozenset({token.folded, *token.keys}) for token in tokens)


def folded(text: str) -> str:
    """The words of a text as they are typed plainly: lower case, Latin letters, without diacritics."""
    return " ".join(token.folded for token in tokens_of(text))


def search(query: SearchQuery) -> Results:
    """Answer a query from the index. `EngineUnavailableError` while no engine answers.

    The index holds what is public only, but may be some seconds behind the record; `Results.from_kept` and
    `is_behind` say that it may be more.
    """
    return _ask(query)


def is_behind() -> bool:
    """Whether what changed last may be missing: a change has waited for the installation's engine for more than
    ten seconds, because it takes no writes or has too many to take. One query."""
    return _is_behind()


def read_questions_by(reader: Callable[[str], SearchQuery]) -> None:
    """Say how a page of yours makes a query of what is typed there, so that `manage.py search explain` asks the
    same. Call it in `AppConfig.ready`; the last one that was said holds."""
    _read_by(reader)


def suggest(prefix: str, *, institutions: frozenset[str] | None = None, limit: int = 8) -> tuple[Suggestion, ...]:
    """Titles, provisions and frequent words that go on from what was typed so far (from two letters on).

    `institutions` are the uuids whose titles may be seen. `EngineUnavailableError` as for `search`.
    """
    return _with_an_engine(lambda engine: engine.suggest(prefix, institutions=institutions, limit=limit))[0]


def did_you_mean(query: SearchQuery) -> str:
    """The query's text with each word that occurs nowhere replaced by the nearest that does; empty where there is
    nothing to replace. For queries that found little. `EngineUnavailableError` as for `search`."""
    return _with_an_engine(lambda engine: engine.did_you_mean(query))[0]


def more_like(
    text: str,
    *,
    language: str | None = None,
    without: Collection[str] = (),
    kinds: frozenset[str] | None = None,
    institutions: frozenset[str] | None = None,
    limit: int = 10,
) -> tuple[Hit, ...]:
    """What is most like a text, by the rare words they share. `without`: ids ("kind:uuid") to leave out.

    `EngineUnavailableError` as for `search`.
    """
    return _with_an_engine(
        lambda engine: engine.more_like(
            text, language=language, without=without, kinds=kinds, institutions=institutions, limit=limit
        )
    )[0]


def documents(document_id: str) -> list[SearchDocument]:
    """What is indexed of one thing ("kind:uuid"), by part. `EngineUnavailableError` as for `search`."""
    return _with_an_engine(lambda engine: engine.documents(document_id))[0]


def facet_names() -> tuple[str, ...]:
    """The names of all facets: those of `FACETS`, then those that plugins declare at `search.facet`."""
    return _facets.names()
