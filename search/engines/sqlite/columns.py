"""What every question asks of every document, kept in memory: a hundred thousand documents take 4 MB.

Rows are only ever added to the file under new numbers, so memory is brought up to date by reading what came since.
"""

import json
import sqlite3
import threading
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from search.engines.sqlite.file import meta

TOGETHER = ("institution", "state", "language", "year", "kind", "outcome")
"""Facets with one value each and few of them: kept as one group, since few of their combinations occur. Every
other facet is a group of its own."""

Values = Mapping[str, Sequence[str]]


@dataclass(slots=True)
class Group:
    """Facets that are kept together: by a document's number which combination it has; and the combinations."""

    has: array = field(default_factory=lambda: array("L", [0]))
    combinations: list[Values] = field(default_factory=lambda: [{}])
    known: dict[str, int] = field(default_factory=lambda: {"{}": 0})

    def number(self, values: Values) -> int:
        """The number of a combination."""
        written = json.dumps(values, sort_keys=True)
        if written not in self.known:
            self.known[written] = len(self.combinations)
            self.combinations.append(values)
        return self.known[written]


class Columns:
    """By a document's number: its facets, when it was `published` in microseconds, and the `tie` that decides
    between equals."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._epoch = ""
        self._forget()

    def _forget(self) -> None:
        self._last_document = self._last_cell = 0
        self._cells: dict[int, dict[str, int]] = {}
        self.published = array("q", [0])
        self.ties = array("q", [0])
        self.groups: dict[str, Group] = {"": Group()}

    def group_of(self, facet: str) -> Group:
        """Where a facet is kept; a group without values for one that nothing has."""
        return self.groups.get("" if facet in TOGETHER else facet) or self._new_group()

    def refresh(self, connection: sqlite3.Connection) -> None:
        """Take in what the file holds by now."""
        with self._lock:
            epoch = meta(connection, "epoch")
            if epoch != self._epoch:  # another file, or the same one begun anew
                self._forget()
                self._epoch = epoch
            self._read_cells(connection)
            self._read_documents(connection)

    def _read_cells(self, connection: sqlite3.Connection) -> None:
        for number, written in connection.execute(
            "SELECT id, facets FROM cell WHERE id > ? ORDER BY id", (self._last_cell,)
        ):
            facets: dict[str, list[str]] = json.loads(written)
            together = {name: facets.pop(name) for name in TOGETHER if name in facets}
            places = {"": self.groups[""].number(together)}
            for name, values in facets.items():
                if name not in self.groups:
                    self.groups[name] = self._new_group()
                places[name] = self.groups[name].number({name: values})
            self._cells[number] = places
            self._last_cell = number

    def _read_documents(self, connection: sqlite3.Connection) -> None:
        rows = connection.execute(
            "SELECT id, cell, published_at, tie FROM document WHERE id > ? ORDER BY id", (self._last_document,)
        ).fetchall()
        if not rows:
            return
        self._lengthen(rows[-1][0] + 1 - len(self.published))
        for number, cell, published, tie in rows:
            self.published[number], self.ties[number] = published, tie
            for name, combination in self._cells[cell].items():
                self.groups[name].has[number] = combination
        self._last_document = rows[-1][0]

    def _lengthen(self, missing: int) -> None:
        self.published.extend([0] * missing)
        self.ties.extend([0] * missing)
        for group in self.groups.values():
            group.has.extend([0] * (len(self.published) - len(group.has)))

    def _new_group(self) -> Group:
        return Group(has=array("L", bytes(8 * len(self.published))))
