"""Filters and facets over the numbers of the documents that the words match."""

from collections import Counter

import numpy as np

from search import facets
from search.engines.counting import Facets, in_order
from search.engines.sqlite.columns import Columns, Group
from search.engines.sqlite.postings import Numbers
from search.query import SearchQuery


class Sieve:
    """Applies a query's filters to numbers of documents."""

    def __init__(self, query: SearchQuery, columns: Columns) -> None:
        self._query = query
        self._columns = columns

    def asked(self, numbers: Numbers) -> Numbers:
        """Those that are part of the question at all, the chosen filters aside."""
        low, high, published = self._query.published_from, self._query.published_until, self._columns.published
        if low is not None:
            numbers = numbers[published[numbers] >= low]
        if high is not None:
            numbers = numbers[published[numbers] < high]
        if self._query.institutions is not None:
            numbers = self._kept(numbers, "institution", self._query.institutions)
        for condition in self._query.parsed.conditions:
            numbers = self._kept(numbers, condition.facet, condition.values, unless=condition.negated)
        return numbers

    def chosen(self, numbers: Numbers, *, without: str = "") -> Numbers:
        """Those that the chosen filters let through, but for the filter on the facet `without`."""
        for name, values in self._query.chosen.items():
            if name != without:
                numbers = self._kept(numbers, name, values)
        return numbers

    def facets(self, asked: Numbers, found: Numbers) -> Facets:
        """Each facet under the filters on the others."""
        chosen = self._query.chosen
        return {
            name: in_order(
                name,
                _counted(
                    self.chosen(asked, without=name) if name in chosen else found, self._columns.group_of(name)
                ),
            )
            for name in facets.names()
        }

    def having(self, facet: str, values: frozenset[str]) -> Numbers:
        """Every document, gone ones too, with one of these values."""
        group = self._columns.group_of(facet)
        has = group.has[: self._columns.size]
        return np.flatnonzero(_accepted(group, values)[has]).astype(np.int32)

    def _kept(self, numbers: Numbers, facet: str, values: frozenset[str], *, unless: bool = False) -> Numbers:
        group = self._columns.group_of(facet)
        accepted = _accepted(group, values)
        return numbers[(~accepted if unless else accepted)[group.has[numbers]]]


def _accepted(group: Group, values: frozenset[str]) -> np.ndarray:
    """By a combination's number, whether one of these values is in it."""
    return np.array([not values.isdisjoint(combination) for combination in group.combinations], bool)


def _counted(numbers: Numbers, group: Group) -> Counter[str]:
    counted: Counter[str] = Counter()
    if len(group.combinations) == 1:  # nothing has this facet
        return counted
    frequencies = np.bincount(group.has[numbers], minlength=1)
    for combination in np.flatnonzero(frequencies).tolist():
        number = int(frequencies[combination])
        for value in group.combinations[combination]:
            counted[value] += number
    return counted
