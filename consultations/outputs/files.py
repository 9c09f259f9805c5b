"""Writing rows as CSV or JSON, piece by piece: only one row is in memory at a time."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

Row = Mapping[str, Any]
IN_MEMORY = 1024 * 1024
MOST_BYTES = 256 * 1024 * 1024
CHUNK = 64 * 1024
BOM = "\ufeff"
#: What makes a spreadsheet take a cell for a formula (OWASP, CSV Injection), the full-width forms included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class FileTooLarge(ValueError):
    """More than `MOST_BYTES`."""


def csv_file(columns: Sequence[str], rows: Iterable[Row], *, bom: bool = False) -> Iterator[bytes]:
    """RFC 4180 in UTF-8, with a header; `bom` for spreadsheets that take it for another encoding without.

    ValueError for a column that is not announced, TypeError for a value that is none of a table.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM if bom else "")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(value) for value in _values(row, columns)])
        if buffer.tell() >= CHUNK:
            yield _emptied(buffer)
    yield _emptied(buffer)


def json_file(columns: Sequence[str], rows: Iterable[Row], facts: Mapping[str, Any]) -> Iterator[bytes]:
    """An object: `facts`, the columns, and the rows as a list of objects. Errors as for CSV."""
    buffer = io.StringIO()
    head = json.dumps({**facts, "columns": list(columns)}, cls=DjangoJSONEncoder, ensure_ascii=False)
    buffer.write(head[:-1] + ', "rows": [')
    separator = "\n"
    for row in rows:
        values = dict(zip(columns, _values(row, columns), strict=True))
        buffer.write(separator + json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False, allow_nan=False))
        separator = ",\n"
        if buffer.tell() >= CHUNK:
            yield _emptied(buffer)
    buffer.write("\n]}\n")
    yield _emptied(buffer)


def cell(value: Any) -> str:
    """A value as a cell of CSV; a text that a spreadsheet would calculate gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value}" if value.lstrip(" \u00a0\ufeff").startswith(FORMULA) else value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int | float | Decimal | UUID):
        return str(value)
    if isinstance(value, Mapping | list | tuple):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    raise TypeError(f"a {type(value).__name__} is no value of a table")


def spooled(pieces: Iterable[bytes]) -> "SpooledTemporaryFile[bytes]":
    """All of it in a file at its beginning, on disk where it is long. FileTooLarge; what `pieces` raises."""
    file: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  handed on
    try:
        for piece in pieces:
            if file.tell() + len(piece) > MOST_BYTES:
                raise FileTooLarge(f"more than {MOST_BYTES} bytes")
            file.write(piece)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _values(row: Row, columns: Sequence[str]) -> list[Any]:
    if not isinstance(row, Mapping):
        raise TypeError(f"a row is a mapping from column to value, not a {type(row).__name__}")
    if unknown := set(row) - set(columns):
        raise ValueError(f"columns that are not announced: {', '.join(sorted(map(str, unknown)))}")
    return [row.get(column) for column in columns]


def _emptied(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8")
