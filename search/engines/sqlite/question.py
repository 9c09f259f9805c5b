"""One query to the file.

The words decide which documents match: a look-up for each term brings their numbers, which are then combined.
Filters, counts and dates need only what is in memory of each (`columns`). What matches is ordered from memory too:
by date, or roughly by relevance, and then the best few hundred are judged (`search.ranking`).
"""
# ruff: noqa: S608 - statements are put together from names written here; every value is bound

import sqlite3
import time
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.engines.counting import Facets, no_facets
from search.engines.sqlite.columns import Columns
from search.engines.sqlite.counting import Sieve
from search.engines.sqlite.matching import holding
from search.engines.sqlite.order import RoughOrder, by_date
from search.engines.sqlite.postings import Numbers, Postings
from search.engines.sqlite.reading import listed
from search.query import SearchQuery, Sort
from search.ranking import Candidate, Judge, Rarity, Score, most_counted, window
from search.signatures import storable, unpack_head
from search.terms import Clause, ParsedText, Term

Mask = NDArray[np.bool_]


class Question:
    """One query, answered within one reading of the file."""

    def __init__(
        self, query: SearchQuery, connection: sqlite3.Connection, columns: Columns, postings: Postings
    ) -> None:
        self._query = query
        self._parsed: ParsedText = query.parsed
        self._connection = connection
        self._columns = columns
        self._postings = postings
        self._sieve = Sieve(query, columns)
        self._now = time.time_ns() // 1000
        self._window = window(query.parsed)

    def answer(self) -> tuple[int, Facets, list[int]]:
        """How many documents there are, the facets, and the numbers of those on the page."""
        total, facets = self.count()
        start = self._query.offset
        if total <= start:
            return total, facets, []
        return total, facets, self.ordered(start + self._query.page_size)[start:]

    def count(self) -> tuple[int, Facets]:
        """How many documents are found, and the facets."""
        if self._query.is_wordless:
            return 0, no_facets()
        return len(self._found), self._sieve.facets(self._asked, self._found)

    @property
    def finds(self) -> bool:
        """Whether there is any."""
        return len(self._found) > 0

    def ordered(self, upto: int) -> list[int]:
        """The numbers of the first `upto` documents found, in order."""
        if self._query.sort is Sort.OLDEST:
            numbers = by_date(self._columns, self._found, upto, oldest_first=True)
        elif self._query.sort is Sort.NEWEST or not self._parsed.wanted:
            numbers = by_date(self._columns, self._found, upto)
        else:
            return self._by_relevance(upto)
        return [int(number) for number in numbers]

    def judged(self, document_id: str = "") -> list[tuple[Candidate, Score]]:
        """The best of what is found, in order; or, with an id, those of its documents that are found."""
        found = self._found
        if document_id:
            kind, _, object_id = document_id.partition(":")
            rows = self._connection.execute(
                "SELECT id FROM document WHERE kind = ? AND object_id = ?", (storable(kind), storable(object_id))
            )
            found = np.intersect1d(np.array([row[0] for row in rows], np.int32), found)
        judge = self._judge()
        return [
            (one, judge.score(one)) for one in judge.order(self.candidates(self._roughly(found, self._window)))
        ]

    def candidates(self, numbers: Sequence[int] | Numbers) -> list[Candidate]:
        """What is needed to judge documents."""
        columns = self._columns
        rows = self._connection.execute(f"SELECT id, head FROM packed WHERE id IN {listed(numbers)}")
        return [
            Candidate(
                number,
                *unpack_head(head),
                int(columns.lengths[number]),
                int(columns.published[number]),
                int(columns.ties[number]),
            )
            for number, head in rows
        ]

    def rarity(self, terms: Sequence[Term]) -> Rarity:
        """How many documents there are, and how many hold each term."""
        counts = (min(len(self._postings.of(*holding(term))), most_counted(len(terms))) for term in terms)
        return Rarity(len(self._postings.every()), tuple(counts))

    def _by_relevance(self, upto: int) -> list[int]:
        window = self._window
        rough = self._roughly(self._found, max(upto, window))
        first = [int(one.key) for one in self._judge().order(self.candidates(rough[:window]))]
        return [*first, *map(int, rough[window:])][:upto]

    def _roughly(self, found: Numbers, upto: int) -> Numbers:
        """The best `upto` of those found, as far as look-ups tell."""
        if len(found) <= self._window:
            return found
        terms = self._parsed.positive_terms
        order = RoughOrder(
            self._parsed,
            self._postings,
            self._columns,
            [self._postings.of(*holding(term)) for term in terms],
            rarity=self._rarity,
            now=self._now,
        )
        return order.first(found, upto)

    def _judge(self) -> Judge:
        return Judge(self._parsed, self._rarity, self._now)

    @cached_property
    def _rarity(self) -> Rarity:
        return self.rarity(self._parsed.positive_terms)

    @cached_property
    def _asked(self) -> Numbers:
        """The numbers of the documents that match, the chosen filters aside, rising."""
        return self._sieve.asked(self._matched()) if not self._query.is_wordless else self._nothing()

    @cached_property
    def _found(self) -> Numbers:
        """Those that the chosen filters let through."""
        return self._sieve.chosen(self._asked)

    def _matched(self) -> Numbers:
        """The numbers of the documents that the words match, rising."""
        if not self._parsed.clauses:
            return self._postings.every()
        if len(self._parsed.clauses) == 1 and not self._query.also:
            (clause,) = self._parsed.clauses
            if len(clause.terms) == 1 and not clause.excludes:  # as most are: what was looked up is the answer
                return self._postings.of(*holding(clause.terms[0]))
        mask = self._all(map(self._held, self._parsed.clauses))
        if self._query.also and self._parsed.wanted:
            for name, values in self._query.also.items():
                mask |= self._mask(self._sieve.having(name, values)) & self._existing
        return np.flatnonzero(mask).astype(np.int32)

    def _held(self, clause: Clause) -> Mask:
        """Which documents satisfy a clause."""
        mask = np.zeros(self._columns.size, bool)
        for term in clause.terms:
            if term.negated:
                mask |= self._existing & ~self._mask(self._postings.of(*holding(term)))
            else:
                mask[self._postings.of(*holding(term))] = True
        return mask

    @cached_property
    def _existing(self) -> Mask:
        return self._mask(self._postings.every())

    def _all(self, masks: Iterable[Mask]) -> Mask:
        everything = np.ones(self._columns.size, bool)
        for mask in masks:
            everything &= mask
        return everything

    def _mask(self, numbers: Numbers) -> Mask:
        mask = np.zeros(self._columns.size, bool)
        mask[numbers] = True
        return mask

    def _nothing(self) -> Numbers:
        return np.zeros(0, np.int32)
