"""What every question asks of every document, kept in memory: a hundred thousand documents take some 6 MB.

Rows are only ever added to the file under new numbers, so memory is brought up to date by reading what came since.
"""

import json
import sqlite3
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engines.sqlite.file import meta

Values = Mapping[str, Sequence[str]]

_ROOM = 1_024  # documents more than are there, that there is room for at least


@dataclass(slots=True)
class Group:
    """One facet: by a document's number which combination of values it `has`; and the combinations, first the
    empty one."""

    has: NDArray[np.int32]
    combinations: list[tuple[str, ...]] = field(default_factory=lambda: [()])
    known: dict[tuple[str, ...], int] = field(default_factory=lambda: {(): 0})

    def number(self, values: Sequence[str]) -> int:
        """The number of a combination."""
        combination = tuple(values)
        if combination not in self.known:
            self.known[combination] = len(self.combinations)
            self.combinations.append(combination)
        return self.known[combination]


class Columns:
    """By a document's number: its facets, when it was `published` in microseconds, the `tie` that decides between
        equals, and its body's length in tokens.

    Arrays may be longer than there are documents. `epoch` names the file: another one has columns of its own.
    """

    def __init__(self, epoch: str = "") -> None:
        self.epoch = epoch
        self._turn = ""
        self._lock = threading.Lock()
        self.size = 1
        self.published: NDArray[np.int64] = np.zeros(_ROOM, np.int64)
        self.ties: NDArray[np.int64] = np.zeros(_ROOM, np.int64)
        self.lengths: NDArray[np.int32] = np.zeros(_ROOM, np.int32)
        self.groups: dict[str, Group] = {}

    def group_of(self, facet: str) -> Group:
        """Where a facet is kept; a group without values for one that nothing has."""
        return self.groups.get(facet) or Group(has=np.zeros(len(self.published), np.int32))

    def refresh(self, connection: sqlite3.Connection) -> str:
        """Take in what the file holds by now; the name of its state."""
        turn = meta(connection, "turn")
        with self._lock:
            if turn != self._turn:
                self._read_documents(connection)
                self._turn = turn
        return f"{self.epoch} {turn}"

    def _read_documents(self, connection: sqlite3.Connection) -> None:
        rows = connection.execute(
            "SELECT id, published_at, tie, length, facets FROM document WHERE id > ? ORDER BY id",
            (self.size - 1,),
        ).fetchall()
        if not rows:
            return
        numbers, published, ties, lengths, facets = zip(*rows, strict=True)
        self._lengthen(numbers[-1] + 1)
        for column, read in ((self.published, published), (self.ties, ties), (self.lengths, lengths)):
            column[list(numbers)] = read
        for number, written in zip(numbers, facets, strict=True):
            for name, values in json.loads(written).items():
                if name not in self.groups:
                    self.groups[name] = Group(has=np.zeros(len(self.published), np.int32))
                group = self.groups[name]
                group.has[number] = group.number(values)
        self.size = numbers[-1] + 1

    def _lengthen(self, size: int) -> None:
        """Make room; what others are reading meanwhile stays as it is."""
        if size > len(self.published):
            room = size + max(_ROOM, size // 8)
            self.published, self.ties, self.lengths = (
                _longer(column, room) for column in (self.published, self.ties, self.lengths)
            )
            for group in self.groups.values():
                group.has = _longer(group.has, room)


def _longer(column: NDArray[Any], room: int) -> NDArray[Any]:
    longer = np.zeros(room, column.dtype)
    longer[: len(column)] = column
    return longer
