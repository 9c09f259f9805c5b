"""Filters and facets over the numbers of the documents that the words match."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import compress

from search import facets
from search.engines.counting import Facets, in_order
from search.engines.sqlite.columns import Columns, Group, Values
from search.query import SearchQuery

Accepts = Callable[[Values], bool]


class Sieve:
    """Applies a query's filters to numbers of documents."""

    def __init__(self, query: SearchQuery, columns: Columns) -> None:
        self._query = query
        self._columns = columns

    def asked(self, ids: list[int]) -> list[int]:
        """Those that are part of the question at all, the chosen filters aside."""
        low, high, published = self._query.published_from, self._query.published_until, self._columns.published
        if low is not None:
            ids = [one for one in ids if published[one] >= low]
        if high is not None:
            ids = [one for one in ids if published[one] < high]
        if self._query.institutions is not None:
            ids = self._kept(ids, "institution", _accepting("institution", self._query.institutions))
        for condition in self._query.parsed.conditions:
            accepts = _accepting(condition.facet, condition.values, unless=condition.negated)
            ids = self._kept(ids, condition.facet, accepts)
        return ids

    def chosen(self, ids: list[int], *, without: str = "") -> list[int]:
        """Those that the chosen filters let through, but for the filter on the facet `without`."""
        for name, values in self._query.chosen.items():
            if name != without:
                ids = self._kept(ids, name, _accepting(name, values))
        return ids

    def facets(self, asked: list[int], found: list[int]) -> Facets:
        """Each facet under the filters on the others."""
        counted: dict[str, Counter[str]] = {name: Counter() for name in facets.names()}
        chosen = self._query.chosen
        groups: dict[int, tuple[Group, list[str]]] = {}
        for name in counted:
            if name in chosen:
                self._count(self.chosen(asked, without=name), self._columns.group_of(name), [name], counted)
            else:
                group = self._columns.group_of(name)
                groups.setdefault(id(group), (group, []))[1].append(name)
        for group, names in groups.values():
            self._count(found, group, names, counted)
        return {name: in_order(name, values) for name, values in counted.items()}

    def _count(
        self, ids: Sequence[int], group: Group, names: Iterable[str], counted: dict[str, Counter[str]]
    ) -> None:
        if len(group.combinations) == 1:  # nothing has any of these facets
            return
        for combination, number in Counter(map(group.has.__getitem__, ids)).items():
            values = group.combinations[combination]
            for name in names:
                for value in values.get(name, ()):
                    counted[name][value] += number

    def _kept(self, ids: list[int], facet: str, accepts: Accepts) -> list[int]:
        group = self._columns.group_of(facet)
        accepted = {number for number, values in enumerate(group.combinations) if accepts(values)}
        # The first combination is "none of these facets", which in a group of many hardly occurs.
        if len(accepted) == len(group.combinations):
            return ids
        has = group.has
        return list(compress(ids, map(accepted.__contains__, map(has.__getitem__, ids))))


def _accepting(facet: str, values: frozenset[str], *, unless: bool = False) -> Accepts:
    def accepts(has: Values) -> bool:
        return values.isdisjoint(has.get(facet, ())) == unless

    return accepts
