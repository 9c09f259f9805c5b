"""Documents as they stand in the file."""
# ruff: noqa: S608 - statements are put together from names written here; every value is bound

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from search.documents import FACETS, SearchDocument, Section
from search.engines.base import Kept
from search.engines.indexed import moment
from search.signatures import Packed, unpack

_DOCUMENT = (
    "SELECT document.id, object_id, part, document.kind, consultation, published_at, version, facets,"
    " title, body, url_path, sections"
    " FROM document JOIN content ON content.id = document.id"
)


def document_of(connection: sqlite3.Connection, number: int) -> SearchDocument:
    """The document with this number."""
    row = connection.execute(f"{_DOCUMENT} WHERE document.id = ?", (number,)).fetchone()
    return _document(row[1:])


def kept(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[Kept]:
    """Documents with their tokens, in the order of `numbers`."""
    asked = listed(numbers)
    documents = {
        row[0]: _document(row[1:])
        for row in connection.execute(f"{_DOCUMENT} WHERE document.id IN {asked}").fetchall()
    }
    packed = {
        number: Packed(*parts)
        for number, *parts in connection.execute(
            f"SELECT id, head, tail, places FROM packed WHERE id IN {asked}"
        ).fetchall()
    }
    return [Kept(documents[number], *unpack(packed[number])) for number in numbers if number in documents]


def documents_of(connection: sqlite3.Connection, kind: str, object_id: str) -> list[SearchDocument]:
    """The documents of one thing, by part."""
    rows = connection.execute(
        f"{_DOCUMENT} WHERE document.kind = ? AND object_id = ? ORDER BY part", (kind, object_id)
    ).fetchall()
    return [_document(row[1:]) for row in rows]


def listed(numbers: Iterable[int]) -> str:
    """Whole numbers as SQL: they need no binding, and their number has no limit."""
    return f"({', '.join(str(int(number)) for number in numbers)})"


def _document(row: Sequence[Any]) -> SearchDocument:
    object_id, part, kind, consultation, at, version, facets, title, body, url_path, sections = row
    values: Mapping[str, list[str]] = json.loads(facets)

    def single(name: str) -> str:
        return values[name][0] if name in values else ""

    return SearchDocument(
        id=f"{kind}:{object_id}",
        part=part,
        kind=kind,
        institution=single("institution"),
        consultation=consultation,
        language=single("language"),
        state=single("state"),
        year=int(single("year")),
        published_at=moment(at),
        version=version,
        title=title,
        body=body,
        url_path=url_path,
        sections=tuple(Section(*section) for section in json.loads(sections)),
        outcome=single("outcome"),
        provisions=tuple(values.get("provision", ())),
        organisations=tuple(values.get("organisation", ())),
        topics=tuple(values.get("topic", ())),
        facets={name: tuple(given) for name, given in values.items() if name not in FACETS},
    )
