"""Lists of documents: united, and remembered whole."""

import sqlite3

import numpy as np
import pytest

from search.engines.sqlite import postings
from search.engines.sqlite.matching import Match
from search.engines.sqlite.postings import Postings, Remembered

WORDS = {"often": range(1, 2_000), "even": range(2, 2_000, 2), "seldom": (3, 1_500), "never": ()}


@pytest.fixture
def connection() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE marks USING fts5(mark, content = '', detail = none)")
    for number in range(1, 2_000):
        held = " ".join(word for word, numbers in WORDS.items() if number in numbers)
        connection.execute("INSERT INTO marks (rowid, mark) VALUES (?, ?)", (number, held))
    return connection


def match(word: str) -> Match:
    return Match("marks", f'"{word}"')


@pytest.mark.parametrize("word", WORDS)
def test_list_is_the_same_when_it_is_remembered(connection: sqlite3.Connection, word: str) -> None:
    remembered = Remembered()
    first = Postings(connection, remembered, "1").of(match(word))
    connection.close()  # nothing is looked up again
    again = Postings(connection, remembered, "1").of(match(word))
    assert first.tolist() == again.tolist() == list(WORDS[word])
    assert first.dtype == again.dtype == np.int32


def test_dense_lists_take_a_bit_for_each_document() -> None:
    remembered = Remembered()
    remembered.keep("1", match("often"), np.arange(1, 2_000, dtype=np.int32))
    assert remembered._size < 2_000 / 8 + 1 + postings._OWN_COST + 1


def test_lists_of_another_state_are_forgotten(connection: sqlite3.Connection) -> None:
    remembered = Remembered()
    Postings(connection, remembered, "1").of(match("seldom"))
    connection.execute("INSERT INTO marks (rowid, mark) VALUES (2000, 'seldom')")
    assert Postings(connection, remembered, "2").of(match("seldom")).tolist() == [3, 1_500, 2_000]
    assert remembered.get("1", match("seldom")) is None


def test_what_was_not_asked_for_lately_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "_MOST_REMEMBERED", 3 * (postings._OWN_COST + 8))
    remembered, two = Remembered(), np.array([3, 1_500], np.int32)
    for word in ("one", "two", "three"):
        remembered.keep("1", match(word), two)
    remembered.get("1", match("one"))
    remembered.keep("1", match("four"), two)
    kept = [word for word in ("one", "two", "three", "four") if remembered.get("1", match(word)) is not None]
    assert kept == ["one", "three", "four"]


@pytest.mark.parametrize(
    ("words", "together"),
    [
        (("even", "seldom"), {*range(2, 2_000, 2), 3}),
        (("never", "never"), set()),
        (("never", "seldom"), {3, 1_500}),
    ],
)
def test_several_matches_find_together(
    connection: sqlite3.Connection, words: tuple[str, ...], together: set[int]
) -> None:
    found = Postings(connection, Remembered(), "1").of(*map(match, words))
    assert found.tolist() == sorted(together)
