"""In what order documents come, from what is in memory of each: by date, or roughly by relevance.

The rough order is the judgement of `search.ranking` as far as look-ups tell: which form of a term a document holds
and whether its title does, once, twice or more often, not how near to the others.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.engines.sqlite.columns import Columns
from search.engines.sqlite.matching import close, in_title, repeated, written_alike, written_in_title, written_so
from search.engines.sqlite.postings import Numbers, Postings
from search.occurrences import Form
from search.ranking import FORM_WEIGHTS, TITLE_WEIGHT, YEAR, Rarity, freshness, lengthening, saturated
from search.terms import ParsedText, Term

RANKED = 400_000
"""Documents holding a term, all terms together, that are looked at form by form; beyond that, of somebody who asks
for many of the most frequent words, it would cost more than it tells."""

Floats = NDArray[np.float64]

_TITLED = 1e9  # more than any score


def by_date(columns: Columns, numbers: Numbers, upto: int, *, oldest_first: bool = False) -> Numbers:
    """The first `upto`, the latest first unless asked otherwise."""
    published = columns.published[numbers]
    value = -published if oldest_first else published
    return _first(value, numbers, upto, columns, oldest_first=oldest_first)


def _first(
    value: NDArray, numbers: Numbers, upto: int, columns: Columns, *, oldest_first: bool = False
) -> Numbers:
    """The `upto` numbers of the highest values, equals by date and tie."""
    if len(numbers) > upto > 0:
        # Few are left to put in order once it is known where the page ends.
        least = np.partition(value, len(value) - upto)[len(value) - upto]
        within = value >= least
        value, numbers = value[within], numbers[within]
    direction = 1 if oldest_first else -1
    keys = (direction * columns.ties[numbers], direction * columns.published[numbers], -value)
    return numbers[np.lexsort(keys)][:upto]


class RoughOrder:
    """Puts what was found for words into order.

    `holding`: of each positive term, the documents that hold it; `now` in microseconds.
    """

    def __init__(
        self,
        parsed: ParsedText,
        postings: Postings,
        columns: Columns,
        holding: Sequence[Numbers],
        *,
        rarity: Rarity,
        now: int,
    ) -> None:
        self._parsed = parsed
        self._postings = postings
        self._columns = columns
        self._holding = holding
        self._rarity = rarity
        self._now = now

    def first(self, found: Numbers, upto: int) -> Numbers:
        """The best `upto` of those found."""
        return _first(self._worth(found), found, upto, self._columns)

    def _worth(self, found: Numbers) -> Floats:
        longer = lengthening(self._columns.lengths[found].astype(np.float64))
        together = np.zeros(len(found))
        titled = []
        detailed = self._detailed()
        for number, term in enumerate(self._parsed.positive_terms):
            body = self._forms(term, self._holding[number], detailed=number in detailed)[found]
            title = self._title_forms(term)[found]
            titled.append(title > 0)
            together += self._rarity.weight(number) * saturated(TITLE_WEIGHT * title + body / longer)
        age = np.maximum(0, self._now - self._columns.published[found]) / YEAR
        everything = np.full(len(found), self._parsed.titles_first)
        for numbers in self._parsed.wanted_numbers:
            everything &= np.any([titled[number] for number in numbers], axis=0)
        return together * (1 + freshness(age)) + _TITLED * everything

    def _detailed(self) -> set[int]:
        """The terms whose forms are told apart: the rarest, as many as may be looked at."""
        kept, looked_at = set(), 0
        for number in sorted(range(len(self._holding)), key=lambda one: len(self._holding[one])):
            looked_at += len(self._holding[number])
            if looked_at <= RANKED:
                kept.add(number)
        return kept

    def _forms(self, term: Term, holding: Numbers, *, detailed: bool) -> Floats:
        """By a document's number, the weight of the closest form of the term it holds, as often as it does."""
        weights = np.zeros(self._columns.size)
        weights[holding] = FORM_WEIGHTS[Form.LOOSE if detailed else Form.KEY]
        if detailed:
            so = written_so(term)
            weights[self._postings.of(close(term))] = FORM_WEIGHTS[Form.KEY]
            weights[self._postings.of(written_alike(term))] = FORM_WEIGHTS[Form.FOLDED if so else Form.EXACT]
            if so:
                weights[self._postings.of(so)] = FORM_WEIGHTS[Form.EXACT]
            for times, match in zip((2, 3 / 2), repeated(term) or (), strict=False):
                weights[self._postings.of(match)] *= times
        return weights

    def _title_forms(self, term: Term) -> Floats:
        weights = np.zeros(self._columns.size)
        weights[self._postings.of(in_title(term))] = FORM_WEIGHTS[Form.KEY]
        weights[self._postings.of(written_in_title(term))] = FORM_WEIGHTS[Form.EXACT]
        return weights
