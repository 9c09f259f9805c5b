"""The words and labels that the file holds, for proposing them."""

import json
import sqlite3
from collections.abc import Sequence

from search.engines.proposing import FoundLabel, Word
from search.engines.spelling import one_edit_away

_MOST_LABELS, _MOST_WORDS = 60, 40
_BEYOND = "\U0010ffff"
_SAME_BEGINNING = 2  # letters that a word two edits away has in common


def labels(
    connection: sqlite3.Connection, words: Sequence[str], prefix: str, institutions: frozenset[str] | None
) -> list[FoundLabel]:
    """Labels that hold all the words and one that begins with the prefix, titles and short ones first."""
    expression = " ".join([*(f'"{word}"' for word in words), f'"{prefix}" *'])
    rows = connection.execute(
        "SELECT place, label.text, facets, url_path, anchor FROM label"
        " JOIN document ON document.id = document JOIN content ON content.id = document"
        " WHERE label.id IN (SELECT rowid FROM label_words WHERE label_words MATCH ?)"
        " AND (? IS NULL OR EXISTS (SELECT 1 FROM json_each(facets, '$.institution') AS one"
        " JOIN json_each(?) AS other ON one.value = other.value))"
        " ORDER BY place > 0, length(label.text), label.text LIMIT ?",
        (expression, None if institutions is None else "", json.dumps(sorted(institutions or ())), _MOST_LABELS),
    )
    return [
        FoundLabel(
            place, text, json.loads(facets).get("language", [""])[0], f"{path}#{anchor}" if anchor else path
        )
        for place, text, facets, path, anchor in rows
    ]


def completions(connection: sqlite3.Connection, prefix: str) -> list[Word]:
    """The most frequent words whose folded form begins like this."""
    rows = connection.execute(
        "SELECT folded, surface, documents FROM vocabulary WHERE folded >= ? AND folded < ?"
        " ORDER BY documents DESC, folded, surface LIMIT ?",
        (prefix, prefix + _BEYOND, _MOST_WORDS),
    )
    return [Word(*row) for row in rows]


def neighbours(connection: sqlite3.Connection, folded: str, edits: int) -> list[Word]:
    """Words one edit away; for two, also words that begin alike and are about as long."""
    rows = connection.execute(
        "SELECT folded, surface, documents FROM vocabulary WHERE folded IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(set(one_edit_away(folded)))),),
    ).fetchall()
    if edits > 1:
        beginning = folded[:_SAME_BEGINNING]
        rows += connection.execute(
            "SELECT folded, surface, documents FROM vocabulary WHERE folded >= ? AND folded < ?"
            " AND length(folded) BETWEEN ? AND ?",
            (beginning, beginning + _BEYOND, len(folded) - edits, len(folded) + edits),
        ).fetchall()
    return [Word(*row) for row in dict.fromkeys(rows)]
