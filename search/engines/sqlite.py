"""The embedded engine: SQLite's FTS5 in a file of its own.

Three statements answer a search, whatever the index holds: the total with every facet, the page of hits, and
their contents. Documents whose title alone holds all that is wanted come first, then bm25 decides; bm25
alone would put a long strategy below every short comment that mentions its title.
"""
# ruff: noqa: S608 - statements are put together from names written here; every value is bound

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from search.analysis import ANALYSIS_VERSION, tokens_of
from search.documents import FACETS, SearchDocument, Section
from search.engines.base import EngineStatus, FacetCount, Results, hit_from
from search.engines.fts5 import WEIGHTS, columns_of, in_title, matching
from search.engines.sqlite_file import IndexFile, meta, set_meta
from search.highlighting import Marker
from search.query import SearchQuery, Sort

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SURROGATE = re.compile("[\ud800-\udfff]")
_ORDER = {
    Sort.RELEVANCE: "titled DESC, score, published_at DESC, id DESC",
    Sort.NEWEST: "published_at DESC, id DESC",
    Sort.OLDEST: "published_at, id",
}


class SQLiteEngine:
    """A search engine in one file (`path`, or ":memory:" for tests)."""

    drains_at_once = True

    def __init__(self, path: str) -> None:
        self._file = IndexFile(path)

    def search(self, query: SearchQuery) -> Results:
        """Answer a query. EngineUnavailableError when the file is locked or damaged."""
        if query.is_wordless:
            return Results(query=query, hits=(), total=0, facets=dict.fromkeys(FACETS, ()))
        question = _Question(query)
        with self._file.reading() as connection:
            total, facets = question.counts(connection)
            documents = question.page(connection) if total > query.offset else []
        marker = Marker(query.parsed.positive_terms)
        hits = tuple(hit_from(document, marker) for document in documents)
        return Results(query=query, hits=hits, total=total, facets=facets)

    @contextmanager
    def writing(self, patience: float = 10.0) -> Iterator["SQLiteWriter"]:
        """An exclusive turn to write (see SearchEngine.writing)."""
        with self._file.writing(patience) as connection:
            yield SQLiteWriter(connection)

    def begin_rebuild(self) -> int:
        """From now on everything written belongs to a new generation."""
        with self._file.writing(10.0) as connection:
            generation = int(meta(connection, "generation")) + 1
            set_meta(connection, generation=str(generation), rebuild="a rebuild has not finished")
        return generation

    def end_rebuild(self, generation: int) -> None:
        """Drop older generations and call the index complete."""
        with self._file.writing(10.0) as connection:
            old = connection.execute("SELECT id FROM document WHERE generation < ?", (generation,)).fetchall()
            _delete(connection, [row[0] for row in old])
            set_meta(connection, rebuild="")
            connection.execute("INSERT INTO words (words) VALUES ('optimize')")

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


class SQLiteWriter:
    """Writes inside one exclusive turn."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._generation = int(meta(connection, "generation"))

    def replace(self, source: str, object_id: str, documents: Sequence[SearchDocument]) -> None:
        """Make `documents` all that is indexed of one object (see IndexWriter.replace)."""
        known = {
            part: (number, version)
            for number, part, version in self._connection.execute(
                "SELECT id, part, version FROM document WHERE source = ? AND object_id = ?", (source, object_id)
            )
        }
        wanted = {_storable(document.part): document for document in documents}
        _delete(self._connection, [number for part, (number, _) in known.items() if part not in wanted])
        for part, document in wanted.items():
            number, version = known.get(part, (None, document.version))
            if version > document.version:
                self._connection.execute(
                    "UPDATE document SET generation = ? WHERE id = ?", (self._generation, number)
                )
                continue
            if number is not None:
                _delete(self._connection, [number])
            self._insert(number, source, object_id, part, document)

    def _insert(
        self, number: int | None, source: str, object_id: str, part: str, document: SearchDocument
    ) -> None:
        thing = (number, source, object_id, part, document.kind, document.institution, document.consultation)
        facts = (document.language, document.state, document.year, _microseconds(document.published_at))
        cursor = self._connection.execute(
            f"INSERT INTO document VALUES ({_marks(13)})", (*thing, *facts, document.version, self._generation)
        )
        title, body = _storable(document.title), _storable(document.body)
        sections = json.dumps([[section.start, section.anchor, section.label] for section in document.sections])
        self._connection.execute(
            f"INSERT INTO content VALUES ({_marks(5)})",
            (cursor.lastrowid, title, body, document.url_path, sections),
        )
        self._connection.execute(
            f"INSERT INTO words (rowid, title_exact, title_folded, body_exact, body_folded) VALUES ({_marks(5)})",
            (cursor.lastrowid, *columns_of(tokens_of(title)), *columns_of(tokens_of(body))),
        )


class _Question:
    """One query as SQL: what the words match, and each filter as a condition on it."""

    def __init__(self, query: SearchQuery) -> None:
        self._query = query
        self._filters = {name: query.filters[name] for name in FACETS if query.filters.get(name)}

    def counts(self, connection: sqlite3.Connection) -> tuple[int, Mapping[str, tuple[FacetCount, ...]]]:
        """The total, and each facet under the filters on the others.

        One pass counts every combination of the facets' values that occurs; the rest is adding up.
        """
        source, values, _ = self._matching(ranked=False)
        names = ", ".join(FACETS)
        rows = connection.execute(f"SELECT {names}, count(*) {source} GROUP BY {names}", values).fetchall()
        total = 0
        facets: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
        for *cell, count in rows:
            combination = dict(zip(FACETS, map(str, cell), strict=True))
            refused = [name for name, chosen in self._filters.items() if combination[name] not in chosen]
            if not refused:
                total += count
            # A facet sees what only its own filter refuses.
            for name in FACETS:
                if not set(refused) - {name}:
                    facets[name][combination[name]] += count
        return total, {name: _in_order(name, counted) for name, counted in facets.items()}

    def page(self, connection: sqlite3.Connection) -> list[SearchDocument]:
        """The documents of the page asked for, in order."""
        sort = self._query.sort
        source, values, has_rank = self._matching(ranked=sort is Sort.RELEVANCE)
        titles, rank = "", "0 AS score, 0 AS titled"
        if sort is Sort.RELEVANCE and not has_rank:
            sort = Sort.NEWEST
        if sort is Sort.RELEVANCE:
            titles = "titles AS MATERIALIZED (SELECT rowid FROM words WHERE words MATCH ?), "
            rank = f"bm25(words, {', '.join(map(str, WEIGHTS))}) AS score, words.rowid IN titles AS titled"
            values = [in_title(self._query.parsed), *values]
        where, chosen = self._filtered()
        rows = connection.execute(
            f"WITH {titles}found AS (SELECT document.*, {rank} {source}) "
            f"SELECT id FROM found WHERE {where} ORDER BY {_ORDER[sort]} LIMIT ? OFFSET ?",
            (*values, *chosen, self._query.page_size, self._query.offset),
        ).fetchall()
        return _contents(connection, [row[0] for row in rows])

    def _matching(self, *, ranked: bool) -> tuple[str, list[Any], bool]:
        """FROM and WHERE for what the words match, its values, and whether it has a rank."""
        query = self._query
        wanted, unwanted = matching(query.parsed, ranked=ranked)
        tables, conditions, values = "document", ["true"], []
        if wanted:
            tables = "words JOIN document ON document.id = words.rowid"
            conditions.append("words MATCH ?")
            values.append(f"({wanted}) NOT ({unwanted})" if unwanted else wanted)
        elif unwanted:
            conditions.append("document.id NOT IN (SELECT rowid FROM words WHERE words MATCH ?)")
            values.append(unwanted)
        if query.institutions is not None:
            conditions.append(f"institution IN ({_marks(len(query.institutions))})")
            values += sorted(query.institutions)
        return f"FROM {tables} WHERE {' AND '.join(conditions)}", values, bool(wanted)

    def _filtered(self) -> tuple[str, list[Any]]:
        conditions, values = ["true"], []
        for name, chosen in self._filters.items():
            conditions.append(f"CAST({name} AS TEXT) IN ({_marks(len(chosen))})")
            values += [_storable(value) for value in sorted(chosen)]
        return " AND ".join(conditions), values


def _contents(connection: sqlite3.Connection, numbers: list[int]) -> list[SearchDocument]:
    rows = connection.execute(
        "SELECT id, object_id, part, kind, institution, consultation, language, state, year, published_at,"
        " version, title, body, url_path, sections"
        f" FROM document JOIN content USING (id) WHERE id IN ({_marks(len(numbers))})",
        numbers,
    )
    found = {row[0]: _document(row[1:]) for row in rows}
    return [found[number] for number in numbers]


def _document(row: Sequence[Any]) -> SearchDocument:
    object_id, part, kind, institution, consultation, language, state, year, at, version, *content = row
    title, body, url_path, sections = content
    return SearchDocument(
        id=f"{kind}:{object_id}",
        part=part,
        kind=kind,
        institution=institution,
        consultation=consultation,
        language=language,
        state=state,
        year=year,
        published_at=_EPOCH + timedelta(microseconds=at),
        version=version,
        title=title,
        body=body,
        url_path=url_path,
        sections=tuple(Section(*section) for section in json.loads(sections)),
    )


def _delete(connection: sqlite3.Connection, numbers: Sequence[int]) -> None:
    rows = [(number,) for number in numbers]
    for table, column in (("document", "id"), ("content", "id"), ("words", "rowid")):
        connection.executemany(f"DELETE FROM {table} WHERE {column} = ?", rows)


def _in_order(name: str, counted: Counter[str]) -> tuple[FacetCount, ...]:
    counts = [FacetCount(value, count) for value, count in counted.items()]
    if name == "year":
        return tuple(sorted(counts, key=lambda found: -int(found.value)))
    return tuple(sorted(counts, key=lambda found: (-found.count, found.value)))


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _storable(text: str) -> str:
    """Text that UTF-8 can write: half of a surrogate pair becomes U+FFFD, so that offsets stay."""
    return _SURROGATE.sub("\ufffd", text)


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)
