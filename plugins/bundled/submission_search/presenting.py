"""Facets, chosen filters and pages as links: every state of the search page has an address of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise

from plugins.api.record import InstitutionView
from plugins.api.search import FacetCount, Sort
from plugins.bundled.submission_search.asking import Asked
from plugins.bundled.submission_search.vocabulary import FACETS, SORTS, STATES, kind_label

SHOWN_AT_FIRST = 8
"""Values of a facet that are shown before the rest is folded away."""

Label = str | Promise | InstitutionView


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


class Addresses:
    """The address of what is asked, changed in one respect."""

    def __init__(self, path: str, asked: Asked) -> None:
        self._path = path
        self._asked = asked

    def toggled(self, facet: str, value: str) -> str:
        """With the filter value added, or taken away if it is chosen; on the first page."""
        values = self._asked.chosen.get(facet, ())
        changed = tuple(one for one in values if one != value) if value in values else (*values, value)
        return self._address(chosen={**self._asked.chosen, facet: changed})

    def unfiltered(self) -> str:
        """Without any filter."""
        return self._address(chosen={})

    def sorted_by(self, sort: Sort) -> str:
        """In another order."""
        return self._address(sort=sort)

    def on_page(self, page: int) -> str:
        """On another page."""
        return self._address(page=page)

    def kept(self) -> Iterator[tuple[str, str]]:
        """Names and values a new text is sent together with."""
        for facet, values in self._asked.chosen.items():
            for value in values:
                yield facet, value
        if self._asked.sort is not Sort.RELEVANCE:
            yield "sort", self._asked.sort.value

    def _address(
        self,
        *,
        chosen: Mapping[str, Sequence[str]] | None = None,
        sort: Sort | None = None,
        page: int = 1,
    ) -> str:
        query = QueryDict(mutable=True)
        if self._asked.text:
            query["q"] = self._asked.text
        for facet, values in (self._asked.chosen if chosen is None else chosen).items():
            query.setlist(facet, list(values))
        order = sort or self._asked.sort
        if order is not Sort.RELEVANCE:
            query["sort"] = order.value
        if page > 1:
            query["page"] = str(page)
        encoded = query.urlencode()
        return f"{self._path}?{encoded}" if encoded else self._path


def facets(
    counted: Mapping[str, Sequence[FacetCount]],
    asked: Asked,
    institutions: Mapping[str, InstitutionView],
    addresses: Addresses,
) -> list[Facet]:
    """The filters to offer. A facet with a single value that nobody chose narrows nothing and is left out."""
    slugs = {str(view.uuid): slug for slug, view in institutions.items()}
    offered = []
    for name, label in FACETS.items():
        counts = {entry.value: entry.count for entry in counted[name] if entry.value}
        if name == "institution":
            counts = {slugs[uuid]: count for uuid, count in counts.items()}
        elif name == "state":
            counts = {state: count for state, count in counts.items() if state in STATES}
        chosen = asked.chosen.get(name, ())
        if len(counts) < 2 and not chosen:
            continue
        choices = [
            Choice(
                facet=name,
                value=value,
                label=_label(name, value, institutions),
                count=counts.get(value, 0),
                chosen=value in chosen,
                url=addresses.toggled(name, value),
            )
            for value in (*chosen, *(value for value in counts if value not in chosen))
        ]
        shown = max(SHOWN_AT_FIRST, len(chosen))
        offered.append(Facet(name=name, label=label, choices=choices[:shown], more=choices[shown:]))
    return offered


def orders(asked: Asked, addresses: Addresses) -> list[Link]:
    """The orders to choose from; without words nothing matches better than anything else."""
    current = asked.sort if asked.text.strip() or asked.sort is not Sort.RELEVANCE else Sort.NEWEST
    offered = [sort for sort in Sort if sort is not Sort.RELEVANCE or asked.text.strip()]
    return [Link(label=SORTS[sort], url=addresses.sorted_by(sort), current=sort is current) for sort in offered]


def _label(facet: str, value: str, institutions: Mapping[str, InstitutionView]) -> Label:
    if facet == "institution":
        return institutions[value]
    if facet == "kind":
        return kind_label(value)
    return STATES[value] if facet == "state" else value
