"""What an address asks for, read once for the page, the feed and the API."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate
from urllib.parse import quote_plus

from django.http import QueryDict
from django.utils.translation import gettext as _

from plugins.api.record import TopicView
from plugins.api.search import (
    MAX_PAGE_SIZE,
    MAX_RESULTS,
    MAX_TEXT,
    SearchQuery,
    Sort,
    facet_names,
    without_filters,
)
from plugins.bundled.submission_search.scope import searchable
from plugins.bundled.submission_search.topics import topics_named
from plugins.bundled.submission_search.values import Place, accepts, typed_fields

DEFAULT_LIMIT = 20
WORDS_ONLY = "words"
"""The value of `topics` that asks for the words alone."""
MOST_BYTES = 1_500
"""Of a text in an address, which every link of a page repeats: room for all words that count, in either script."""

PAGING = ("page", "limit")
_OWN = ("after", "before", "topics", "sort", *PAGING)
_DAY = re.compile(r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}")
_MOST_VALUES = 50  # of one filter


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What was asked, in the words of the address. `problems`: parameter → what is wrong with it.

    What a problem is about is left out of the rest, so that the page can answer what it did understand.
    `topics` are those that the text names; `with_topics` whether what is about them is found too.
    """

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    after: date | None = None
    before: date | None = None
    topics: tuple[TopicView, ...] = ()
    with_topics: bool = True
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    limit: int = DEFAULT_LIMIT
    problems: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Nothing was asked for yet: no words and no filter."""
        return not (self.text.strip() or self.chosen or self.after or self.before)

    @property
    def is_wordless(self) -> bool:
        """Something was typed, yet nothing in it can be searched for ("???")."""
        return SearchQuery(text=self.text).is_wordless

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but words was asked for."""
        return bool(self.chosen or self.after or self.before)

    def shortened(self) -> "Asked":
        """The same for what counts of the text on a page."""
        return replace(self, text=counted(self.text))

    def query(self, place: Place, **changes: object) -> SearchQuery:
        """The question for the engine, over these institutions only; `changes` are of the query's own fields."""
        filters = {name: frozenset(values) for name, values in self.chosen.items()}
        if "institution" in filters:
            filters["institution"] = frozenset(place.uuids[slug] for slug in filters["institution"])
        also = frozenset(topic.slug for topic in self.topics) if self.with_topics else frozenset()
        facts: dict[str, object] = {
            "text": self.text,
            "filters": filters,
            "also": {"topic": also} if also else {},
            "after": self.after,
            "before": self.before,
            "sort": self.sort,
            "page": self.page,
            "page_size": self.limit,
            "institutions": frozenset(place.uuids.values()),
            "fields": typed_fields(place),
        }
        return SearchQuery(**{**facts, **changes})  # type: ignore[arg-type]


def parameters() -> tuple[str, ...]:
    """Every parameter that search knows."""
    return ("q", *facet_names(), *_OWN)


def read(given: QueryDict, place: Place) -> Asked:
    """What the address asks for. Never raises; parameters that are not ours are passed over."""
    problems: dict[str, list[str]] = {}
    limit = _number(given, "limit", DEFAULT_LIMIT, MAX_PAGE_SIZE, problems)
    text = given.get("q", "")
    return Asked(
        text=text,
        chosen=_chosen(given, place, problems),
        after=_day(given, "after", problems),
        before=_day(given, "before", problems),
        topics=topics_named(_words_of(text, place), place.topics),
        with_topics=_with_topics(given, problems),
        sort=_sort(given, problems),
        page=_number(given, "page", 1, max(1, MAX_RESULTS // limit), problems),
        limit=limit,
        problems=problems,
    )


def counted(text: str) -> str:
    """What of a text counts on a page: its beginning, so far as the engine looks at it and an address has room."""
    looked_at = text[:MAX_TEXT]
    return looked_at[: bisect_right([*accumulate(len(quote_plus(one)) for one in looked_at)], MOST_BYTES)]


def typed(text: str) -> SearchQuery:
    """What the portal's search page asks for a text that is typed there."""
    place = Place(searchable())
    given = QueryDict(mutable=True)
    given["q"] = text
    return read(given, place).query(place)


def unknown(given: Iterable[str], also: Iterable[str] = (), without: Collection[str] = ()) -> dict[str, list[str]]:
    """A problem for each parameter that search does not know; `also` are further ones that are known here,
    `without` those that mean nothing here."""
    known = (*(name for name in parameters() if name not in without), *also)
    message = _("Unknown parameter. Known: %(names)s.") % {"names": ", ".join(known)}
    return {name: [message] for name in given if name not in known}


def _words_of(text: str, place: Place) -> str:
    """The text without the filters in it, which narrow what is found by topic too."""
    if ":" not in text:
        return text
    # Which organisations there are is for the engine to say, which may be down; any may be one here.
    return without_filters(text, {**typed_fields(place), "organisation": str})


def _chosen(given: QueryDict, place: Place, problems: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    chosen: dict[str, tuple[str, ...]] = {}
    for name in facet_names():
        values = list(dict.fromkeys(value for value in given.getlist(name) if value))
        accept, problem = accepts(name, place)
        good = tuple(value for value in values[:_MOST_VALUES] if accept(value))
        if len(values) > _MOST_VALUES:
            problems[name] = [_("At most %(limit)d values may be given.") % {"limit": _MOST_VALUES}]
        elif len(good) < len(values):
            problems[name] = [problem]
        if good:
            chosen[name] = good
    return chosen


def _day(given: QueryDict, name: str, problems: dict[str, list[str]]) -> date | None:
    value = given.get(name, "").strip()
    if not value:
        return None
    try:
        if not _DAY.fullmatch(value):  # Python would also read weeks
            raise ValueError
        day = date.fromisoformat(value)
    except ValueError:
        problems[name] = [_("A day is expected, such as 2026-01-31.")]
        return None
    return day


def _with_topics(given: QueryDict, problems: dict[str, list[str]]) -> bool:
    value = given.get("topics", "")
    if value not in ("", WORDS_ONLY):
        problems["topics"] = [_("One of these is expected: %(choices)s.") % {"choices": WORDS_ONLY}]
    return value != WORDS_ONLY


def _sort(given: QueryDict, problems: dict[str, list[str]]) -> Sort:
    value = given.get("sort", "")
    if value and value not in set(Sort):
        choices = ", ".join(Sort)
        problems["sort"] = [_("One of these is expected: %(choices)s.") % {"choices": choices}]
        value = ""
    return Sort(value or Sort.RELEVANCE)


def _number(given: QueryDict, name: str, default: int, most: int, problems: dict[str, list[str]]) -> int:
    value = given.get(name, "")
    if not value:
        return default
    if value.isascii() and value.isdigit() and len(value) <= 6 and 1 <= int(value) <= most:
        return int(value)
    problems[name] = [_("A whole number from 1 to %(limit)d is expected.") % {"limit": most}]
    return default
