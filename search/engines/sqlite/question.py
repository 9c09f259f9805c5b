"""One query to the file.

The words decide which documents match: one statement brings their numbers. Filters, counts and dates need
only what is in memory of each (`columns`). What matches is ordered by date from memory too, or by relevance:
FTS5's bm25 brings the first few hundred, which are then judged (`search.ranking`).
"""
# ruff: noqa: S608 - statements are put together from names written here; every value is bound

import heapq
import json
import sqlite3
import time
from collections.abc import Sequence

from search.engines.counting import Facets, no_facets
from search.engines.sqlite.columns import Columns
from search.engines.sqlite.counting import Sieve
from search.engines.sqlite.matching import WEIGHTS, holding, in_title, matching, without
from search.engines.sqlite.reading import listed
from search.query import SearchQuery, Sort
from search.ranking import WINDOW, Candidate, Judge, Rarity, Score, most_counted
from search.signatures import storable, unpack_head
from search.terms import ParsedText, Term

RANKED = 100_000
"""Matches times forms asked for that bm25 may look at. Of a word that is in more documents than that, those whose
title holds it and the latest ones are judged: bm25 would take a tenth of a second and tell little about it."""
LOOKED_THROUGH = 2_000_000
"""The same, for looking through titles: only who asks for many of the most frequent words comes this far."""

_LATEST_TITLES = f"ORDER BY rowid DESC LIMIT {5 * WINDOW}"
_RANK = f"bm25(words, {', '.join(map(str, WEIGHTS))})"


class Question:
    """One query, answered within one reading of the file."""

    def __init__(self, query: SearchQuery, connection: sqlite3.Connection, columns: Columns) -> None:
        self._query = query
        self._parsed: ParsedText = query.parsed
        self._connection = connection
        self._columns = columns
        self._matched: list[int] = []
        self._found: list[int] | None = None

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
            self._found = []
            return 0, no_facets()
        self._matched = self._match()
        sieve = Sieve(self._query, self._columns)
        asked = sieve.asked(self._matched)
        self._found = sieve.chosen(asked)
        return len(self._found), sieve.facets(asked, self._found)

    def ordered(self, upto: int) -> list[int]:
        """The numbers of the first `upto` documents found, in order."""
        if self._found is None:
            self.count()
        found = self._found or []
        if self._query.sort is Sort.OLDEST:
            return self._by_date(found, upto, oldest_first=True)
        if self._query.sort is Sort.NEWEST or not self._parsed.wanted:
            return self._by_date(found, upto)
        return self._by_relevance(found, upto)

    def judged(self, document_id: str = "") -> list[tuple[Candidate, Score]]:
        """The best of what is found, in order; or, with an id, those of its documents that are found."""
        self.ordered(0)
        found = self._found or []
        if document_id:
            kind, _, object_id = document_id.partition(":")
            rows = self._connection.execute(
                "SELECT id FROM document WHERE kind = ? AND object_id = ?", (storable(kind), storable(object_id))
            )
            found = sorted({row[0] for row in rows} & set(found))
        numbers, _ = self._roughly(found, WINDOW)
        judge = self._judge()
        return [(one, judge.score(one)) for one in judge.order(self.candidates(numbers[:WINDOW]))]

    def _by_relevance(self, found: list[int], upto: int) -> list[int]:
        ranked, rest = self._roughly(found, upto)
        first = [int(one.key) for one in self._judge().order(self.candidates(ranked[:WINDOW]))]
        first += ranked[WINDOW:]
        if len(first) < upto:
            first += self._by_date(rest, upto - len(first))
        return first[:upto]

    def _roughly(self, found: list[int], upto: int) -> tuple[list[int], list[int]]:
        """At least `upto` of those found, the best first as far as bm25 can tell; and those it did not look at."""
        if len(found) <= WINDOW:
            return found, []
        wanted, unwanted = matching(self._parsed, ranked=True)
        work = len(self._matched) * wanted.count('"') // 2
        kept = set(found)
        titled = self._titled() & kept if work <= LOOKED_THROUGH else set()
        if work <= RANKED:
            sql = f"SELECT rowid, {_RANK} FROM words WHERE words MATCH ?"
            scores = dict(self._connection.execute(sql, (without(wanted, unwanted),)).fetchall())
        else:
            scores = dict.fromkeys([*titled, *self._by_date(found, WINDOW)], 0.0)
        ranked = heapq.nsmallest(
            max(upto, WINDOW),
            kept.intersection(scores),
            key=lambda one: (one not in titled, scores[one], *self._latest(one)),
        )
        return ranked, [one for one in found if one not in scores] if len(ranked) < upto else []

    def _titled(self) -> set[int]:
        """The latest documents whose title alone holds everything wanted."""
        sql = f"SELECT rowid FROM words WHERE words MATCH ? {_LATEST_TITLES}"
        return set(self._numbers(sql, in_title(self._parsed)))

    def _judge(self) -> Judge:
        return Judge(self._parsed, self.rarity(self._parsed.positive_terms), time.time_ns() // 1000)

    def candidates(self, numbers: Sequence[int]) -> list[Candidate]:
        """What is needed to judge documents."""
        rows = self._connection.execute(
            f"SELECT id, head, length FROM packed JOIN document USING (id) WHERE id IN {listed(numbers)}"
        )
        columns = self._columns
        return [
            Candidate(number, *unpack_head(head), length, columns.published[number], columns.ties[number])
            for number, head, length in rows
        ]

    def rarity(self, terms: Sequence[Term]) -> Rarity:
        """How many documents there are, and how many hold each term."""
        (documents,) = self._connection.execute("SELECT count(*) FROM document").fetchone()
        sql = f"SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT {most_counted(len(terms))})"
        counts = (self._connection.execute(sql, (holding(term),)).fetchone()[0] for term in terms)
        return Rarity(documents, tuple(counts))

    def _match(self) -> list[int]:
        """The numbers of the documents that the words match, rising."""
        wanted, unwanted = matching(self._parsed)
        if wanted:
            worded = self._numbers("SELECT rowid FROM words WHERE words MATCH ?", without(wanted, unwanted))
            return sorted({*worded, *self._found_too()}) if self._query.also else worded
        everything = self._numbers("SELECT id FROM document ORDER BY id")
        if not unwanted:
            return everything
        excluded = set(self._numbers("SELECT rowid FROM words WHERE words MATCH ?", unwanted))
        return [number for number in everything if number not in excluded]

    def _found_too(self) -> set[int]:
        """The numbers of the documents that are found by a facet's value instead of words."""
        sql = (
            "SELECT document.id FROM cell JOIN document ON document.cell = cell.id WHERE EXISTS ("
            "SELECT 1 FROM json_each(facets, ?) AS has JOIN json_each(?) AS asked ON has.value = asked.value)"
        )
        return {
            number
            for name, values in self._query.also.items()
            for number in self._numbers(sql, f'$."{name}"', json.dumps(sorted(values)))
        }

    def _numbers(self, sql: str, *values: str) -> list[int]:
        return [row[0] for row in self._connection.execute(sql, values).fetchall()]

    def _by_date(self, ids: Sequence[int], upto: int, *, oldest_first: bool = False) -> list[int]:
        published = self._columns.published
        if len(ids) > upto > 0:
            # Comparing dates alone is quick (the latest first, as they mostly came last); few are left to order.
            if oldest_first:
                limit = heapq.nsmallest(upto, map(published.__getitem__, ids))[-1]
                ids = [one for one in ids if published[one] <= limit]
            else:
                limit = heapq.nlargest(upto, map(published.__getitem__, reversed(ids)))[-1]
                ids = [one for one in ids if published[one] >= limit]
        return sorted(ids, key=self._earliest if oldest_first else self._latest)[:upto]

    def _latest(self, number: int) -> tuple[int, int]:
        return -self._columns.published[number], -self._columns.ties[number]

    def _earliest(self, number: int) -> tuple[int, int]:
        return self._columns.published[number], self._columns.ties[number]
