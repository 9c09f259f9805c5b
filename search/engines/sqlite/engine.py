"""The embedded engine: SQLite's FTS5 in a file of its own."""
# ruff: noqa: S608 - statements are put together from names written here; every value is bound

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from search.analysis import ANALYSIS_VERSION
from search.documents import SearchDocument
from search.engines.base import EngineStatus, Kept, Results, hit_from
from search.engines.proposing import FoundLabel, Judged, Proposing, Word
from search.engines.sqlite import words
from search.engines.sqlite.columns import Columns
from search.engines.sqlite.file import IndexFile, meta, set_meta
from search.engines.sqlite.matching import MARKS, WORDS
from search.engines.sqlite.postings import Postings, Remembered
from search.engines.sqlite.question import Question
from search.engines.sqlite.reading import documents_of, kept
from search.engines.sqlite.writer import SQLiteWriter
from search.highlighting import Marker
from search.query import SearchQuery
from search.ranking import Rarity
from search.signatures import storable
from search.terms import Term

_REBUILDING = "a rebuild has not finished"
_A_TURN = 1_000  # ids


class SQLiteEngine(Proposing):
    """A search engine in one file (`path`, or ":memory:" for tests)."""

    drains_at_once = True

    def __init__(self, path: str) -> None:
        self._file = IndexFile(path)
        self._columns = Columns()
        self._remembered = Remembered()
        self._lock = threading.Lock()

    def search(self, query: SearchQuery) -> Results:
        """Answer a query. EngineUnavailableError when the file is locked or damaged."""
        with self._file.reading() as connection:
            total, facets, numbers = self._question(query, connection).answer()
            found = kept(connection, numbers)
        marker = Marker(query.parsed.positive_terms)
        return Results(query=query, hits=tuple(hit_from(one, marker) for one in found), total=total, facets=facets)

    def judged(self, query: SearchQuery, document_id: str = "") -> tuple[int, list[Judged]]:
        """How many are found, and what is thought of the best (see Proposing)."""
        with self._file.reading() as connection:
            question = self._question(query, connection)
            total, _ = question.count()
            best = question.judged(document_id)
        return total, [Judged(candidate.key, candidate, score) for candidate, score in best]

    def load(self, keys: Sequence[int | str]) -> list[Kept]:
        """Documents by their numbers (see Proposing); those that are gone since are left out."""
        with self._file.reading() as connection:
            return kept(connection, [int(key) for key in keys])

    def rarity(self, terms: Sequence[Term]) -> Rarity:
        """How many documents hold each term."""
        with self._file.reading() as connection:
            return self._question(SearchQuery(), connection).rarity(terms)

    def which_find(self, queries: Sequence[SearchQuery]) -> list[bool]:
        """Of each query, whether it finds anything."""
        with self._file.reading() as connection:
            return [self._question(query, connection).finds for query in queries]

    def labels(
        self, words_before: Sequence[str], prefix: str, institutions: frozenset[str] | None
    ) -> Iterable[FoundLabel]:
        """Titles and sections (see Proposing)."""
        with self._file.reading() as connection:
            return words.labels(connection, words_before, prefix, institutions)

    def completions(self, prefix: str) -> Iterable[Word]:
        """Frequent words (see Proposing)."""
        with self._file.reading() as connection:
            return words.completions(connection, prefix)

    def neighbours(self, folded: str, edits: int) -> Iterable[Word]:
        """Similar words (see Proposing)."""
        with self._file.reading() as connection:
            return words.neighbours(connection, folded, edits)

    def documents(self, document_id: str) -> list[SearchDocument]:
        """The indexed documents of one thing, by part."""
        kind, _, object_id = document_id.partition(":")
        with self._file.reading() as connection:
            return documents_of(connection, storable(kind), storable(object_id))

    def digests(self, source: str, object_ids: Sequence[str]) -> dict[str, dict[str, str]]:
        """Of each object that is indexed: part → digest of its document."""
        asked = json.dumps([storable(object_id) for object_id in object_ids])
        found: dict[str, dict[str, str]] = {}
        with self._file.reading() as connection:
            rows = connection.execute(
                "SELECT object_id, part, digest FROM document"
                " WHERE source = ? AND object_id IN (SELECT value FROM json_each(?))",
                (source, asked),
            )
            for object_id, part, digest in rows:
                found.setdefault(object_id, {})[part] = digest.rpartition(" ")[2]
        return found

    def object_ids(self, source: str) -> Iterator[str]:
        """Every object of a source that is indexed, once."""
        last = ""
        while True:
            with self._file.reading() as connection:
                rows = connection.execute(
                    "SELECT DISTINCT object_id FROM document WHERE source = ? AND object_id > ?"
                    " ORDER BY object_id LIMIT ?",
                    (source, last, _A_TURN),
                ).fetchall()
            if not rows:
                return
            yield from (row[0] for row in rows)
            last = rows[-1][0]

    @contextmanager
    def writing(self, patience: float = 10.0, *, rebuilding: bool = False) -> Iterator[SQLiteWriter]:
        """An exclusive turn to write (see SearchEngine.writing)."""
        with self._file.writing(patience) as connection:
            writer = SQLiteWriter(connection)
            yield writer
            writer.finish()

    def begin_rebuild(self) -> int:
        """What is written from now on is of a new generation; that of a rebuild that did not end is kept."""
        with self._file.writing(10.0) as connection:
            generation = int(meta(connection, "generation"))
            if meta(connection, "rebuild") != _REBUILDING:
                generation += 1
                set_meta(connection, generation=str(generation), rebuild=_REBUILDING)
        return generation

    def end_rebuild(self, generation: int) -> None:
        """Drop older generations and call the index complete."""
        with self._file.writing(10.0) as connection:
            writer = SQLiteWriter(connection)
            writer.drop_older(generation)
            writer.finish()
            set_meta(connection, rebuild="")
            for table in (MARKS, WORDS):
                connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")

    def _question(self, query: SearchQuery, connection: sqlite3.Connection) -> Question:
        """A question to the file as this reading sees it."""
        epoch = meta(connection, "epoch")
        with self._lock:
            if self._columns.epoch != epoch:  # another file, or the same one begun anew
                self._columns = Columns(epoch)
            columns = self._columns
        turn = columns.refresh(connection)
        return Question(query, connection, columns, Postings(connection, self._remembered, turn))

    def ping(self) -> None:
        """Open the file and read from it."""
        with self._file.reading() as connection:
            meta(connection, "schema")

    def status(self) -> EngineStatus:
        """What the index holds."""
        with self._file.reading() as connection:
            (documents,) = connection.execute("SELECT count(*) FROM document").fetchone()
            reason = meta(connection, "rebuild")
        return EngineStatus("sqlite", documents, ANALYSIS_VERSION, reason)

    def clear(self) -> None:
        """Remove the file; the next use makes an empty one."""
        self._file.destroy()

    def close(self) -> None:
        """Close this thread's connection."""
        self._file.close()
