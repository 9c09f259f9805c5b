"""Which documents hold a term, as numbers: looked up in the file, remembered until it changes."""
# ruff: noqa: S608 - statements are put together from names written here; every value is bound

import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engines.sqlite.matching import Match

Numbers = NDArray[np.int32]
"""Numbers of documents, rising."""

_Bits = NDArray[np.uint8]

_MOST_REMEMBERED = 16_000_000  # bytes
_OWN_COST = 500  # bytes of remembering anything
_DENSE = 1 / 32  # of all documents; more of them take less room as bits


class Remembered:
    """What was looked up in one state of the file, for all threads; what was not asked for lately is forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turn: Any = None
        self._found: OrderedDict[Match, NDArray[Any]] = OrderedDict()
        self._size = 0

    def get(self, turn: Any, match: Match) -> Numbers | None:
        """What was found for this in the state named `turn`."""
        with self._lock:
            if turn != self._turn or match not in self._found:
                return None
            self._found.move_to_end(match)
            found = self._found[match]
        return _unpacked(found) if found.dtype == np.uint8 else found

    def keep(self, turn: Any, match: Match, numbers: Numbers) -> None:
        """Remember it; everything of another state is forgotten."""
        kept = _packed(numbers) if len(numbers) and len(numbers) > _DENSE * numbers[-1] else numbers
        with self._lock:
            if turn != self._turn:
                self._found.clear()
                self._turn, self._size = turn, 0
            if match not in self._found:
                self._found[match] = kept
                self._size += kept.nbytes + _OWN_COST
            while self._size > _MOST_REMEMBERED:
                _, oldest = self._found.popitem(last=False)
                self._size -= oldest.nbytes + _OWN_COST


class Postings:
    """Look-ups within one reading of the file, whose state is named by `turn`."""

    def __init__(self, connection: sqlite3.Connection, remembered: Remembered, turn: Any) -> None:
        self._connection = connection
        self._remembered = remembered
        self._turn = turn
        self._asked: dict[tuple[Match, ...], Numbers] = {}

    def of(self, *matches: Match) -> Numbers:
        """The documents that match one of these."""
        if matches not in self._asked:
            found = [self._of(match) for match in matches]
            self._asked[matches] = found[0] if len(found) == 1 else _united(found)
        return self._asked[matches]

    def _of(self, match: Match) -> Numbers:
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


def _mask(lists: Sequence[Numbers]) -> NDArray[np.bool_]:
    mask = np.zeros(max((int(numbers[-1]) + 1 for numbers in lists if len(numbers)), default=0), bool)
    for numbers in lists:
        mask[numbers] = True
    return mask


def _united(lists: Sequence[Numbers]) -> Numbers:
    return np.flatnonzero(_mask(lists)).astype(np.int32)


def _packed(numbers: Numbers) -> _Bits:
    return np.packbits(_mask([numbers]))


def _unpacked(bits: _Bits) -> Numbers:
    return np.flatnonzero(np.unpackbits(bits).view(bool)).astype(np.int32)
