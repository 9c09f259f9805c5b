"""Rows as CSV and JSON."""

import csv
import datetime as dt
import io
import json
from decimal import Decimal
from uuid import UUID

import pytest

from consultations.outputs import files
from consultations.outputs.files import FileTooLarge, cell, csv_file, json_file, spooled

AT = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def text(pieces):
    return b"".join(pieces).decode()


@pytest.mark.parametrize(
    "dangerous", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\ufeff=1", "＝1", "＠x"]
)
def test_cell_that_a_spreadsheet_would_calculate_gets_an_apostrophe(dangerous):
    assert cell(dangerous) == f"'{dangerous}"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (-5, "-5"),
        (1.5, "1.5"),
        (Decimal("2.50"), "2.50"),
        (AT, "2026-03-01T12:00:00+00:00"),
        (AT.date(), "2026-03-01"),
        (UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        ({"mk": "Да"}, '{"mk": "Да"}'),
        (["a", "b"], '["a", "b"]'),
        ("1-2 = 3", "1-2 = 3"),
        ("", ""),
    ],
)
def test_cell_of_each_kind(value, expected):
    assert cell(value) == expected


def test_cell_takes_no_object():
    with pytest.raises(TypeError, match="a object is no value of a table"):
        cell(object())


def test_csv_can_be_read_back_whatever_is_in_it():
    words = 'He said "no",\r\nthen; left'
    written = text(csv_file(["a", "b"], [{"a": words, "b": 1}, {"b": 2}]))
    assert list(csv.reader(io.StringIO(written, newline=""))) == [["a", "b"], [words, "1"], ["", "2"]]


def test_csv_has_its_byte_order_mark_where_wanted():
    assert b"".join(csv_file(["a"], [], bom=True)) == b"\xef\xbb\xbfa\r\n"
    assert b"".join(csv_file(["a"], [])) == b"a\r\n"


def test_json_can_be_read_back():
    rows = [{"a": AT, "b": UUID(int=1)}, {"a": "=1+1"}]
    assert json.loads(text(json_file(["a", "b"], rows, {"dataset": "x"}))) == {
        "dataset": "x",
        "columns": ["a", "b"],
        "rows": [
            {"a": "2026-03-01T12:00:00Z", "b": "00000000-0000-0000-0000-000000000001"},
            {"a": "=1+1", "b": None},
        ],
    }
    assert json.loads(text(json_file(["a"], [], {})))["rows"] == []


@pytest.mark.parametrize("write", [csv_file, lambda columns, rows: json_file(columns, rows, {})])
def test_row_with_a_column_that_is_not_announced_is_refused(write):
    with pytest.raises(ValueError, match="columns that are not announced: phone"):
        text(write(["a"], [{"a": 1, "phone": "044"}]))
    with pytest.raises(TypeError, match="not a tuple"):
        text(write(["a"], [("a",)]))


def test_rows_are_written_while_they_are_read():
    read = []

    def rows():
        for number in range(10_000):
            read.append(number)
            yield {"a": "x" * 100}

    pieces = csv_file(["a"], rows())
    assert len(next(pieces)) < 2 * files.CHUNK
    assert len(read) < 1000


def test_spooled_file_is_whole_or_not_there(monkeypatch):
    assert spooled([b"ab", b"c"]).read() == b"abc"

    def broken():
        yield b"ab"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        spooled(broken())
    monkeypatch.setattr(files, "MOST_BYTES", 4)
    with pytest.raises(FileTooLarge):
        spooled([b"abc", b"de"])
