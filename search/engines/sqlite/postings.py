"""Which documents hold a term, as numbers: looked up in the file, remembered until it changes."""
# ruff: noqa: S608 - statements are put together from names written here; every value is bound

import sqlite3
import threading
from collections import OrderedDict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engines.sqlite.matching import Match

Numbers = NDArray[np.int32]
"""Numbers of documents, rising."""

_MOST_REMEMBERED = 1_000_000
"""Numbers: 4 MB."""


class Remembered:
    """What was looked up in one state of the file, for all threads; what was not asked for lately is forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turn: Any = None
        self._found: OrderedDict[Match, Numbers] = OrderedDict()
        self._size = 0

    def get(self, turn: Any, match: Match) -> Numbers | None:
        """What was found for this in the state named `turn`."""
        with self._lock:
            if turn != self._turn or match not in self._found:
                return None
            self._found.move_to_end(match)
            return self._found[match]

    def keep(self, turn: Any, match: Match, numbers: Numbers) -> None:
        """Remember it; everything of another state is forgotten."""
        with self._lock:
            if turn != self._turn:
                self._found.clear()
                self._turn, self._size = turn, 0
            if match not in self._found:
                self._found[match] = numbers
                self._size += len(numbers)
            while self._size > _MOST_REMEMBERED:
                _, oldest = self._found.popitem(last=False)
                self._size -= len(oldest)


class Postings:
    """Look-ups within one reading of the file, whose state is named by `turn`."""

    def __init__(self, connection: sqlite3.Connection, remembered: Remembered, turn: Any) -> None:
        self._connection = connection
        self._remembered = remembered
        self._turn = turn

    def of(self, match: Match) -> Numbers:
        """The documents that match."""
        found = self._remembered.get(self._turn, match)
        if found is None:
            sql = f"SELECT group_concat(rowid) FROM {match.table} WHERE {match.table} MATCH ?"
            found = self._numbers(sql, match.expression)
            self._remembered.keep(self._turn, match, found)
        return found

    def every(self) -> Numbers:
        """All documents."""
        everything = Match("document", "")
        found = self._remembered.get(self._turn, everything)
        if found is None:
            found = self._numbers("SELECT group_concat(id) FROM (SELECT id FROM document ORDER BY id)")
            self._remembered.keep(self._turn, everything, found)
        return found

    def _numbers(self, sql: str, *values: str) -> Numbers:
        """One text of many numbers is brought much faster than many rows of one."""
        (text,) = self._connection.execute(sql, values).fetchone()
        return np.fromstring(text or "", dtype=np.int32, sep=",")
