"""What every question asks of every document, kept in memory: a hundred thousand documents take 2 MB.

Rows are only ever added to the file under new numbers, so memory is brought up to date by reading what came since.
"""

import json
import sqlite3
import threading
from array import array
from collections.abc import Mapping

from search.engines.sqlite.file import meta


class Columns:
    """By a document's number: its `cell` (the number of its facets' values), when it was `published` in
    microseconds, and the `tie` that decides between equals."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._epoch = ""
        self._forget()

    def _forget(self) -> None:
        self._last_document = self._last_cell = 0
        self.cells = array("L", [0])
        self.published = array("q", [0])
        self.ties = array("q", [0])
        self.facets: dict[int, Mapping[str, list[str]]] = {}

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
        for number, facets in connection.execute(
            "SELECT id, facets FROM cell WHERE id > ? ORDER BY id", (self._last_cell,)
        ):
            self.facets[number] = json.loads(facets)
            self._last_cell = number

    def _read_documents(self, connection: sqlite3.Connection) -> None:
        rows = connection.execute(
            "SELECT id, cell, published_at, tie FROM document WHERE id > ? ORDER BY id", (self._last_document,)
        ).fetchall()
        if not rows:
            return
        missing = rows[-1][0] + 1 - len(self.cells)
        for column in (self.cells, self.published, self.ties):
            column.extend([0] * missing)
        for number, cell, published, tie in rows:
            self.cells[number], self.published[number], self.ties[number] = cell, published, tie
        self._last_document = rows[-1][0]
