"""Facets, chosen filters and pages as links: every state of the search page has an address of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.functional import Promise

from plugins.api.search import FacetCount, Sort, facet_names
from plugins.bundled.submission_search.asking import WORDS_ONLY, Asked
from plugins.bundled.submission_search.values import Label, Place, is_here, label_of_facet, labels, order_of_facets
from plugins.bundled.submission_search.vocabulary import SORTS, STATES

SHOWN_AT_FIRST = 8
"""Values of a facet that are shown before the rest is folded away."""
SHOWN_OF_PROBLEM = 3
"""Values that were not understood, of one parameter, that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a facet: following `url` chooses it, or leaves it if it is `chosen`."""

    facet: str
    value: str
    label: Label
    count: int
    chosen: bool
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One group of filters; `more` are the values folded away."""

    name: str
    label: str | Promise
    choices: Sequence[Choice]
    more: Sequence[Choice]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link that may lead to where the reader is."""

    label: str | Promise
    url: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A parameter of an address some of whose values were left out; `more`: not all of them are in `values`."""

    name: str
    values: Sequence[str]
    more: bool
    problems: Sequence[str]


def left_out(given: QueryDict, asked: Asked) -> list[LeftOut]:
    """What the page does not answer of an address, with the reasons."""
    found = []
    for name, problems in asked.problems.items():
        sent = given.getlist(name) if name in facet_names() else [given.get(name, "")]
        values = [value for value in dict.fromkeys(sent) if value and value not in asked.chosen.get(name, ())]
        shown, more = values[:SHOWN_OF_PROBLEM], len(values) > SHOWN_OF_PROBLEM
        found.append(LeftOut(name=name, values=shown, more=more, problems=problems))
    return found


def written(asked: Asked, **changes: object) -> QueryDict:
    """What is asked, changed, as the query of an address; nothing that is as usual."""
    query = QueryDict(mutable=True)
    text = str(changes.get("text", asked.text))
    if text:
        query["q"] = text
    chosen: Mapping[str, Sequence[str]] = changes.get("chosen", asked.chosen)  # type: ignore[assignment]
    for facet, values in chosen.items():
        query.setlist(facet, list(values))
    for name in ("after", "before"):
        day = changes.get(name, getattr(asked, name))
        if isinstance(day, date):
            query[name] = day.isoformat()
    if not changes.get("with_topics", asked.with_topics):
        query["topics"] = WORDS_ONLY
    order = changes.get("sort") or asked.sort
    if order != Sort.RELEVANCE:
        query["sort"] = str(order)
    page = changes.get("page", 1)
    if page != 1:
        query["page"] = str(page)
    return query


class Addresses:
    """The address of what is asked, changed in one respect; on the first page."""

    def __init__(self, path: str, asked: Asked) -> None:
        self._path = path
        self._asked = asked

    def toggled(self, facet: str, value: str) -> str:
        """With the filter value added, or taken away if it is chosen."""
        values = self._asked.chosen.get(facet, ())
        changed = tuple(one for one in values if one != value) if value in values else (*values, value)
        return self._address(chosen={**self._asked.chosen, facet: changed})

    def unfiltered(self) -> str:
        """Without any filter."""
        return self._address(chosen={}, after=None, before=None)

    def undated(self) -> str:
        """Without dates."""
        return self._address(after=None, before=None)

    def sorted_by(self, sort: Sort) -> str:
        """In another order."""
        return self._address(sort=sort)

    def on_page(self, page: int) -> str:
        """On another page."""
        return self._address(page=page)

    def with_topics(self, wanted: bool) -> str:
        """With what is about the topics that the text names, or without."""
        return self._address(with_topics=wanted)

    def asking(self, text: str) -> str:
        """For another text."""
        return self._address(text=text)

    def kept(self) -> Iterator[tuple[str, str]]:
        """Names and values a new text is sent together with; days have fields of their own."""
        for name, values in written(self._asked, text="", after=None, before=None).lists():
            for value in values:
                yield name, value

    def _address(self, **changes: object) -> str:
        encoded = written(self._asked, **changes).urlencode()
        return f"{self._path}?{encoded}" if encoded else self._path


def facets(
    counted: Mapping[str, Sequence[FacetCount]], asked: Asked, place: Place, addresses: Addresses
) -> list[Facet]:
    """The filters to offer. A facet with a single value that nobody chose narrows nothing and is left out."""
    offered = []
    for name in order_of_facets():
        counts = _counts(name, counted.get(name, ()), place)
        chosen = asked.chosen.get(name, ())
        if (len(counts) < 2 and not chosen) or not is_here(name, place, asked.chosen.get("institution", ())):
            continue
        values = [*chosen, *(value for value in counts if value not in chosen)]
        named = labels(name, values, place)
        choices = [
            Choice(
                facet=name,
                value=value,
                label=named.get(value, value),
                count=counts.get(value, 0),
                chosen=value in chosen,
                url=addresses.toggled(name, value),
            )
            for value in values
        ]
        shown = max(SHOWN_AT_FIRST, len(chosen))
        offered.append(Facet(name=name, label=label_of_facet(name), choices=choices[:shown], more=choices[shown:]))
    return offered


def orders(asked: Asked, addresses: Addresses) -> list[Link]:
    """The orders to choose from; without words nothing matches better than anything else."""
    current = asked.sort if asked.text.strip() or asked.sort is not Sort.RELEVANCE else Sort.NEWEST
    offered = [sort for sort in Sort if sort is not Sort.RELEVANCE or asked.text.strip()]
    return [Link(label=SORTS[sort], url=addresses.sorted_by(sort), current=sort is current) for sort in offered]


def _counts(facet: str, counted: Sequence[FacetCount], place: Place) -> dict[str, int]:
    """By value as the address has it."""
    counts = {entry.value: entry.count for entry in counted if entry.value}
    if facet == "institution":
        slugs = {uuid: slug for slug, uuid in place.uuids.items()}
        return {slugs[uuid]: count for uuid, count in counts.items() if uuid in slugs}
    if facet == "state":
        return {state: count for state, count in counts.items() if state in STATES}
    return counts
