"""Bringing documents into the file."""
# ruff: noqa: S608 - statements are put together from names written here; every value is bound

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from search.analysis import ANALYSIS_VERSION
from search.documents import SearchDocument
from search.engines.forms import marks_of, words_in
from search.engines.indexed import Indexed, index_document, words_of
from search.engines.sqlite.file import meta, set_meta
from search.engines.sqlite.matching import MARKS, WORDS
from search.engines.sqlite.pending import Pending
from search.engines.sqlite.reading import document_of
from search.signatures import Packed, storable, unpack, unpack_signatures

_REMOVE_MARKS = f"INSERT INTO {MARKS} ({MARKS}, rowid, mark) VALUES ('delete', ?, ?)"
_REMOVE_WORDS = f"INSERT INTO {WORDS} ({WORDS}, rowid, title, body) VALUES ('delete', ?, ?, ?)"
_REMOVE_LABEL = "INSERT INTO label_words (label_words, rowid, folded) VALUES ('delete', ?, ?)"
_MOST_PENDING = 1_000  # documents


@dataclass(frozen=True, slots=True)
class _Known:
    number: int
    version: int
    digest: str


class SQLiteWriter:
    """Writes inside one exclusive turn; `finish` before its end."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._generation = int(meta(connection, "generation"))
        self._pending = Pending(connection)
        self._touched: set[tuple[str, str]] = set()
        self._words: Counter[tuple[str, str]] = Counter()

    def replace(self, source: str, object_id: str, documents: Sequence[SearchDocument]) -> None:
        """Make `documents` all that is indexed of one object (see IndexWriter.replace)."""
        touched = source, storable(object_id)
        if touched in self._touched or len(self._touched) >= _MOST_PENDING:
            self._write()
        self._touched.add(touched)
        known = self._known(source, object_id)
        wanted = {storable(document.part): document for document in documents}
        for part, row in known.items():
            if part not in wanted:
                self._delete(row.number)
        for part, document in wanted.items():
            self._replace(source, object_id, part, document, known.get(part))

    def written(self, source: str, object_ids: Sequence[str]) -> Collection[str]:
        """Which objects have been written since the rebuild began that is going on."""
        self._write()
        asked = json.dumps([storable(object_id) for object_id in object_ids])
        rows = self._connection.execute(
            "SELECT object_id FROM document WHERE source = ? AND generation = ?"
            " AND object_id IN (SELECT value FROM json_each(?))",
            (source, self._generation, asked),
        )
        return {row[0] for row in rows}

    def drop_older(self, generation: int) -> None:
        """Remove what was last written before this generation."""
        self._write()
        for (number,) in self._connection.execute(
            "SELECT id FROM document WHERE generation < ?", (generation,)
        ).fetchall():
            self._delete(number)

    def finish(self) -> None:
        """Note how often words occur now, and that the file is in a new state."""
        self._write()
        set_meta(self._connection, turn=str(int(meta(self._connection, "turn")) + 1))
        changed = [(folded, surface, count) for (folded, surface), count in self._words.items() if count]
        self._connection.executemany(
            "INSERT INTO vocabulary VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET documents = documents + excluded.documents",
            sorted(changed),
        )
        self._connection.executemany(
            "DELETE FROM vocabulary WHERE folded = ? AND surface = ? AND documents <= 0",
            [(folded, surface) for folded, surface, count in changed if count < 0],
        )
        self._words.clear()

    def _write(self) -> None:
        self._pending.write()
        self._touched.clear()

    def _known(self, source: str, object_id: str) -> dict[str, _Known]:
        rows = self._connection.execute(
            "SELECT part, id, version, digest FROM document WHERE source = ? AND object_id = ?",
            (source, storable(object_id)),
        )
        return {part: _Known(number, version, digest) for part, number, version, digest in rows}

    def _replace(
        self, source: str, object_id: str, part: str, document: SearchDocument, known: _Known | None
    ) -> None:
        digest = f"{ANALYSIS_VERSION} {document.digest()}"
        if known and (known.version > document.version or known.digest == digest):
            self._connection.execute(
                "UPDATE document SET generation = ?, version = ? WHERE id = ?",
                (self._generation, max(known.version, document.version), known.number),
            )
            return
        if known:
            self._delete(known.number)
        indexed = index_document(source, document)
        number = self._insert(source, object_id, part, document, indexed, digest)
        self._insert_words(number, indexed)

    def _insert(
        self,
        source: str,
        object_id: str,
        part: str,
        document: SearchDocument,
        indexed: Indexed,
        digest: str,
    ) -> int:
        names = (source, storable(object_id), part, storable(document.kind), storable(document.consultation))
        facets = json.dumps(indexed.facets, ensure_ascii=False)
        numbers = (facets, indexed.published, indexed.tie, indexed.length)
        number = self._pending.number("document")
        add = self._pending.add
        add("document", number, *names, *numbers, document.version, self._generation, digest)
        sections = json.dumps([[section.start, section.anchor, section.label] for section in document.sections])
        texts = (storable(document.title), storable(document.body), storable(document.url_path))
        add("content", number, *texts, sections)
        return number

    def _insert_words(self, number: int, indexed: Indexed) -> None:
        add, packed = self._pending.add, indexed.packed
        add("packed", number, packed.head, packed.tail, packed.places)
        add(MARKS, number, marks_of(*indexed.signatures))
        add(WORDS, number, indexed.title, indexed.body)
        self._words.update(indexed.words)
        for label in indexed.labels:
            place = self._pending.number("label")
            add("label", place, number, label.place, label.text, label.anchor, label.folded)
            add("label_words", place, label.folded)

    def _delete(self, number: int) -> None:
        execute = self._connection.execute
        packed = Packed(*execute("SELECT head, tail, places FROM packed WHERE id = ?", (number,)).fetchone())
        title, body = unpack_signatures(packed.head, packed.tail)
        # FTS5 keeps no copy of its columns; to forget a document it must be told them again.
        execute(_REMOVE_MARKS, (number, marks_of(title, body)))
        execute(_REMOVE_WORDS, (number, words_in(title), words_in(body)))
        document = document_of(self._connection, number)
        self._words.subtract(words_of(document, *unpack(packed)))
        for label, folded in execute("SELECT id, folded FROM label WHERE document = ?", (number,)).fetchall():
            execute(_REMOVE_LABEL, (label, folded))
        execute("DELETE FROM label WHERE document = ?", (number,))
        for table in ("packed", "content", "document"):
            execute(f"DELETE FROM {table} WHERE id = ?", (number,))
