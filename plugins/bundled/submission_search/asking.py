"""What an address asks for, read once for the page and the API."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from plugins.api.search import FACETS, MAX_PAGE_SIZE, MAX_RESULTS, SearchQuery, Sort, kinds
from plugins.bundled.submission_search.vocabulary import STATES

DEFAULT_LIMIT = 20
PARAMETERS = ("q", *FACETS, "sort", "page", "limit")
_MOST_VALUES = 50  # of one filter
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,2}")
_YEAR = re.compile(r"(19|20)[0-9]{2}")

Institutions = Mapping[str, str]
"""Slug → uuid of the institutions whose things may be seen."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What was asked, in the words of the address. `problems`: parameter → what is wrong with it.

    What a problem is about is left out of the rest, so that the page can answer what it did understand.
    """

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    limit: int = DEFAULT_LIMIT
    problems: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Nothing was asked for yet: no words and no filter."""
        return not self.text.strip() and not self.chosen

    def query(self, institutions: Institutions) -> SearchQuery:
        """The question for the engine, over these institutions only."""
        filters = {name: frozenset(values) for name, values in self.chosen.items()}
        if "institution" in filters:
            filters["institution"] = frozenset(institutions[slug] for slug in filters["institution"])
        return SearchQuery(
            text=self.text,
            filters=filters,
            sort=self.sort,
            page=self.page,
            page_size=self.limit,
            institutions=frozenset(institutions.values()),
        )


def read(parameters: QueryDict, institutions: Institutions) -> Asked:
    """What the address asks for. Never raises; parameters that are not ours are passed over."""
    problems: dict[str, list[str]] = {}
    limit = _number(parameters, "limit", DEFAULT_LIMIT, MAX_PAGE_SIZE, problems)
    return Asked(
        text=parameters.get("q", ""),
        chosen=_chosen(parameters, institutions, problems),
        sort=_sort(parameters, problems),
        page=_number(parameters, "page", 1, max(1, MAX_RESULTS // limit), problems),
        limit=limit,
        problems=problems,
    )


def unknown(parameters: Iterable[str]) -> dict[str, list[str]]:
    """A problem for each parameter that search does not know."""
    known = ", ".join(PARAMETERS)
    message = _("Unknown parameter. Known: %(names)s.") % {"names": known}
    return {name: [message] for name in parameters if name not in PARAMETERS}


def _chosen(
    parameters: QueryDict, institutions: Institutions, problems: dict[str, list[str]]
) -> dict[str, tuple[str, ...]]:
    accepts: dict[str, Callable[[str], object]] = {
        "institution": institutions.__contains__,
        "state": STATES.__contains__,
        "language": _LANGUAGE.fullmatch,
        "year": _YEAR.fullmatch,
        "kind": kinds().__contains__,
    }
    chosen: dict[str, tuple[str, ...]] = {}
    for name, accept in accepts.items():
        given = list(dict.fromkeys(value for value in parameters.getlist(name) if value))
        good = tuple(value for value in given[:_MOST_VALUES] if accept(value))
        if len(good) < len(given):
            problems[name] = [_problem_with(name)]
        if good:
            chosen[name] = good
    return chosen


def _problem_with(name: str) -> str:
    if name in ("kind", "state"):
        choices = ", ".join(kinds() if name == "kind" else STATES)
        return _("One of these is expected: %(choices)s.") % {"choices": choices}
    return {
        "institution": _("There is no such institution here."),
        "language": _("A language code is expected, such as sq or sr-latn."),
        "year": _("A year is expected, such as 2026."),
    }[name]


def _sort(parameters: QueryDict, problems: dict[str, list[str]]) -> Sort:
    given = parameters.get("sort", "")
    if given and given not in set(Sort):
        choices = ", ".join(Sort)
        problems["sort"] = [_("One of these is expected: %(choices)s.") % {"choices": choices}]
        given = ""
    return Sort(given or Sort.RELEVANCE)


def _number(parameters: QueryDict, name: str, default: int, most: int, problems: dict[str, list[str]]) -> int:
    given = parameters.get(name, "")
    if not given:
        return default
    if given.isascii() and given.isdigit() and len(given) <= 6 and 1 <= int(given) <= most:
        return int(given)
    problems[name] = [_("A whole number from 1 to %(limit)d is expected.") % {"limit": most}]
    return default
