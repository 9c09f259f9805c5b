"""Facets from the combinations of values that occur, and in what order values are shown."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from search import facets
from search.engines.base import MOST_VALUES, FacetCount
from search.query import SearchQuery

Facets = Mapping[str, tuple[FacetCount, ...]]
Values = Mapping[str, Sequence[str]]


class Sieve:
    """Tells of a combination of facet values whether a query's filters let it through."""

    def __init__(self, query: SearchQuery) -> None:
        self._institutions = query.institutions
        self._conditions = query.parsed.conditions
        self._chosen = query.chosen

    def is_asked(self, values: Values) -> bool:
        """Whether it is part of the question at all, the chosen filters aside."""
        if self._institutions is not None and self._institutions.isdisjoint(values.get("institution", ())):
            return False
        return all(
            condition.values.isdisjoint(values.get(condition.facet, ())) == condition.negated
            for condition in self._conditions
        )

    def refusing(self, values: Values) -> list[str]:
        """The facets whose chosen filter refuses it."""
        return [name for name, chosen in self._chosen.items() if chosen.isdisjoint(values.get(name, ()))]


def count(combinations: Iterable[tuple[Values, int]], sieve: Sieve) -> tuple[int, Facets]:
    """The total, and each facet under the filters on the others, from how often each combination occurs."""
    total = 0
    names = facets.names()
    counted: dict[str, Counter[str]] = {name: Counter() for name in names}
    for values, number in combinations:
        refusing = sieve.refusing(values)
        if not refusing:
            total += number
        # A facet sees what only its own filter refuses.
        for name in names if not refusing else refusing[:1] if len(refusing) == 1 else ():
            for value in values.get(name, ()):
                counted[name][value] += number
    return total, {name: in_order(name, counted[name]) for name in names}


def in_order(name: str, counted: Mapping[str, int]) -> tuple[FacetCount, ...]:
    """A facet's values as they are shown, the most frequent only."""
    counts = sorted(
        (FacetCount(value, number) for value, number in counted.items()), key=lambda one: (-one.count, one.value)
    )[:MOST_VALUES]
    if name == "year":
        counts.sort(key=lambda one: one.value, reverse=True)
    return tuple(counts)


def no_facets() -> Facets:
    """Every facet without a value."""
    return dict.fromkeys(facets.names(), ())
