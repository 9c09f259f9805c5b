"""Rows gathered for a turn: written together they cost a fraction of what they cost one by one."""
# ruff: noqa: S608 - statements are put together from names written here; every value is bound

import sqlite3

from search.engines.sqlite.matching import MARKS, WORDS


def _insertion(table: str, columns: int, names: str = "") -> str:
    return f"INSERT INTO {table} {names} VALUES ({', '.join('?' * columns)})"


_INSERTIONS = {
    "document": _insertion("document", 13),
    "content": _insertion("content", 5),
    "packed": _insertion("packed", 4),
    MARKS: _insertion(MARKS, 2, "(rowid, mark)"),
    WORDS: _insertion(WORDS, 3, "(rowid, title, body)"),
    "label": _insertion("label", 6),
    "label_words": _insertion("label_words", 2, "(rowid, folded)"),
}


class Pending:
    """Rows of one turn, with the numbers they will have."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in _INSERTIONS}
        self._numbers: dict[str, int] = {}

    def number(self, table: str) -> int:
        """The next number of a table, never given before."""
        if table not in self._numbers:
            row = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
            self._numbers[table] = row[0] if row else 0
        self._numbers[table] += 1
        return self._numbers[table]

    def add(self, table: str, *row: object) -> None:
        """A row for a table, its number first."""
        self._rows[table].append(row)

    def write(self) -> None:
        """Bring all of them into the file."""
        for table, rows in self._rows.items():
            if rows:
                self._connection.executemany(_INSERTIONS[table], rows)
                rows.clear()
