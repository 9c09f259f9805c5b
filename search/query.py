"""A question as both engines understand it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from django.utils import timezone

from search import facets
from search.parsing import (
    FIELDS,
    MAX_PREFIXES,
    MAX_ROW,
    MAX_TERMS,
    MAX_TEXT,
    MIN_PREFIX,
    Values,
    any_value,
    parse,
    without_filters,
)
from search.terms import Clause, Condition, ParsedText, Term

__all__ = [
    "FIELDS",
    "MAX_PAGE_SIZE",
    "MAX_PREFIXES",
    "MAX_RESULTS",
    "MAX_ROW",
    "MAX_TERMS",
    "MAX_TEXT",
    "MIN_PREFIX",
    "Clause",
    "Condition",
    "ParsedText",
    "SearchQuery",
    "Sort",
    "Term",
    "Values",
    "any_value",
    "parse",
    "without_filters",
]

MAX_PAGE_SIZE = 100
MAX_RESULTS = 10_000  # how far one may page; the window Elasticsearch serves too

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, kw_only=True)
class SearchQuery:
    """A question to an engine.

    `filters` maps names of facets to the accepted values (any of them; no entry accepts all); a facet is
    counted without its own filter. Filters typed into the text are part of the question instead: every count
    is under them. `fields` says which names may be typed before a colon and what follows (see
    `search.parsing`); None takes every facet's name and any value. `also` maps names of facets to values by which
    a document is found too, whatever words it lacks, as long as words are asked for. `after` is the
    first day (or moment) of publication that counts, `before` the first that no longer does. `institutions` are
    the uuids whose things may be seen at all (None: everybody's). Pages are numbered from 1, `page_size` long:
    offsets, bounded by MAX_RESULTS, rather than keys, because relevance has no stable key and people want to see
    how many pages there are. Raises ValueError for what a programmer, not a person, got wrong.
    """

    text: str = ""
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    page_size: int = 20
    institutions: frozenset[str] | None = None
    also: Mapping[str, frozenset[str]] = field(default_factory=dict)
    after: date | None = None
    before: date | None = None
    fields: Mapping[str, Values] | None = field(default=None, compare=False)
    parsed: ParsedText = field(init=False)

    def __post_init__(self) -> None:
        unknown = {*self.filters, *self.also} - set(facets.names())
        if unknown:
            raise ValueError(f"no such filter: {', '.join(sorted(unknown))}")
        if not 1 <= self.page_size <= MAX_PAGE_SIZE:
            raise ValueError(f"page_size must be between 1 and {MAX_PAGE_SIZE}")
        if not 1 <= self.page <= self.last_page:
            raise ValueError(f"page must be between 1 and {self.last_page}")
        known = {**dict.fromkeys(facets.names(), any_value), **FIELDS} if self.fields is None else self.fields
        object.__setattr__(self, "parsed", parse(self.text, known))

    @property
    def last_page(self) -> int:
        """The highest page number that may be asked for with this page size."""
        return max(1, MAX_RESULTS // self.page_size)

    @property
    def offset(self) -> int:
        """How many hits precede the page."""
        return (self.page - 1) * self.page_size

    @property
    def is_wordless(self) -> bool:
        """Something was typed, yet nothing in it can be searched for ("???")."""
        return bool(self.text.strip()) and self.parsed.is_empty

    @property
    def chosen(self) -> dict[str, frozenset[str]]:
        """The filters that narrow anything, by facet."""
        return {name: self.filters[name] for name in facets.names() if self.filters.get(name)}

    @property
    def published_from(self) -> int | None:
        """Microseconds since 1970 from which on things count, if that was asked."""
        return max((_microseconds(one) for one in (self.after, self.parsed.after) if one), default=None)

    @property
    def published_until(self) -> int | None:
        """Microseconds since 1970 from which on things no longer count, if that was asked."""
        return min((_microseconds(one) for one in (self.before, self.parsed.before) if one), default=None)


def _microseconds(when: date) -> int:
    """When a day begins where the site is; or the moment itself (a `datetime` is a `date` too)."""
    if isinstance(when, datetime):
        return (when - _BEGINNING) // timedelta(microseconds=1)
    begins = datetime.combine(when, time.min, timezone.get_default_timezone())
    return int(begins.timestamp()) * 1_000_000
