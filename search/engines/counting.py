"""In what order a facet's values are shown, and how many."""

from collections.abc import Mapping

from search import facets
from search.engines.base import MOST_VALUES, FacetCount

Facets = Mapping[str, tuple[FacetCount, ...]]


def in_order(name: str, counted: Mapping[str, int]) -> tuple[FacetCount, ...]:
    """A facet's values as they are shown, the most frequent only."""
    if len(counted) > MOST_VALUES:  # few are left to put in order once it is known how frequent they must be
        least = sorted(counted.values(), reverse=True)[MOST_VALUES - 1]
        counted = {value: number for value, number in counted.items() if number >= least}
    first = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:MOST_VALUES]
    counts = [FacetCount(value, number) for value, number in first]
    if name == "year":
        counts.sort(key=lambda one: one.value, reverse=True)
    return tuple(counts)


def no_facets() -> Facets:
    """Every facet without a value."""
    return dict.fromkeys(facets.names(), ())
