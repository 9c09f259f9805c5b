"""The file of the embedded engine: its tables, its connections, its locks."""

import os
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from search.analysis import ANALYSIS_VERSION
from search.engines.base import EngineDamagedError, EngineUnavailableError
from search.engines.sqlite.matching import MARKS, WORDS

SCHEMA_VERSION = "3"
MEMORY = ":memory:"
_READ_PATIENCE = 2.0  # seconds to wait for a lock where nothing else is asked for

_SCHEMA = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE document (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL, object_id TEXT NOT NULL, part TEXT NOT NULL,
    kind TEXT NOT NULL, consultation TEXT NOT NULL, facets TEXT NOT NULL,
    published_at INTEGER NOT NULL, tie INTEGER NOT NULL, length INTEGER NOT NULL,
    version INTEGER NOT NULL, generation INTEGER NOT NULL, digest TEXT NOT NULL
);
CREATE UNIQUE INDEX document_once ON document (source, object_id, part);
CREATE INDEX document_thing ON document (kind, object_id);
CREATE TABLE content (
    id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL, url_path TEXT NOT NULL, sections TEXT NOT NULL
);
CREATE TABLE packed (id INTEGER PRIMARY KEY, head BLOB NOT NULL, tail BLOB NOT NULL, places BLOB NOT NULL);
CREATE VIRTUAL TABLE {MARKS} USING fts5(mark, content = '', tokenize = 'ascii', detail = none);
CREATE VIRTUAL TABLE {WORDS} USING fts5(title, body, content = '', tokenize = 'ascii');
CREATE TABLE label (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL, place INTEGER NOT NULL,
    text TEXT NOT NULL, anchor TEXT NOT NULL, folded TEXT NOT NULL
);
CREATE INDEX label_of ON label (document);
CREATE VIRTUAL TABLE label_words USING fts5(folded, content = '', tokenize = 'ascii');
CREATE TABLE vocabulary (
    folded TEXT NOT NULL, surface TEXT NOT NULL, documents INTEGER NOT NULL, PRIMARY KEY (folded, surface)
) WITHOUT ROWID;
"""
_TABLES = ("vocabulary", "label_words", "label", MARKS, WORDS, "packed", "content", "document", "meta")


class IndexFile:
    """Connections to one index file, one a thread; to an index in memory, one for all.

    A file that was removed or replaced is noticed at the next use. Errors of SQLite come out as
    EngineUnavailableError.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._local = threading.local()
        self._memory = threading.RLock() if path == MEMORY else None
        self._shared: sqlite3.Connection | None = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one unchanging state of the index."""
        with self._connection() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def writing(self, patience: float) -> Iterator[sqlite3.Connection]:
        """A connection that alone may write, once it has waited at most `patience` seconds for its turn."""
        with self._connection() as connection:
            connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
            try:
                connection.execute("BEGIN IMMEDIATE")
            finally:
                connection.execute(f"PRAGMA busy_timeout = {int(_READ_PATIENCE * 1000)}")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # the error that brought us here is the one to tell
                    connection.execute("ROLLBACK")
                raise

    def destroy(self) -> None:
        """Remove the index, damaged or not; the next use makes an empty one."""
        self.close()
        if self.path != MEMORY:
            for suffix in ("", "-wal", "-shm"):
                Path(self.path + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        """Close this thread's connection (and the shared one of an index in memory)."""
        connection = self._shared or getattr(self._local, "connection", None)
        self._shared = self._local.connection = None
        if connection is not None:
            connection.close()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            if self._memory is not None:
                with self._memory:
                    self._shared = self._shared or _open(self.path)
                    yield self._shared
            else:
                yield self._of_this_thread()
        except sqlite3.Error as error:
            damaged = error.sqlite_errorcode in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
            raise (EngineDamagedError if damaged else EngineUnavailableError)(f"search index: {error}") from error

    def _of_this_thread(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None or self._local.identity != _identity(self.path):
            if connection is not None:
                connection.close()
            self._local.connection = None
            connection = _open(self.path)
            self._local.connection, self._local.identity = connection, _identity(self.path)
        return connection


def _identity(path: str) -> tuple[int, int, int] | None:
    """What tells this file, in this process, from another that took its place."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return os.getpid(), found.st_dev, found.st_ino


def _open(path: str) -> sqlite3.Connection:
    if path != MEMORY:
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EngineUnavailableError(f"search index: {error}") from error
    connection = sqlite3.connect(path, timeout=_READ_PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        if path != MEMORY:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA temp_store = MEMORY")
        _prepare(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    """Bring the tables to the present layout; a change of layout or analysis asks for a rebuild."""
    if _versions(connection) == (SCHEMA_VERSION, ANALYSIS_VERSION):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        schema, analysis = _versions(connection)
        if schema != SCHEMA_VERSION:
            for table in _TABLES:
                connection.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in _SCHEMA.split(";\n"):
                connection.execute(statement)
            set_meta(connection, epoch=secrets.token_hex(8), turn="0", generation="1", rebuild="the index is new")
        elif analysis != ANALYSIS_VERSION:
            set_meta(connection, rebuild=f"the index was made by analysis {analysis}")
        set_meta(connection, schema=SCHEMA_VERSION, analysis=ANALYSIS_VERSION)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _versions(connection: sqlite3.Connection) -> tuple[str, str]:
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone()
    return (meta(connection, "schema"), meta(connection, "analysis")) if known else ("", "")


def meta(connection: sqlite3.Connection, name: str) -> str:
    """A value the index keeps about itself, empty when it has none."""
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return row[0] if row else ""


def set_meta(connection: sqlite3.Connection, **values: str) -> None:
    """Keep values about the index in it."""
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", list(values.items()))
