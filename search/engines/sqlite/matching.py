"""A term in the language of SQLite's FTS5.

A single word is looked up among the marks of documents (`marks`), several in a row among their words (`words`).
Both hold tokens ready made, parted by blanks, so that FTS5's own idea of a word never matters: its `ascii`
tokenizer takes every character beyond ASCII as part of a word.
"""

from collections.abc import Iterable
from typing import NamedTuple

from search.engines.forms import EXACT, THRICE, TITLE, TWICE, stored_key
from search.terms import Term

MARKS, WORDS = "marks", "words"


class Match(NamedTuple):
    """What to look up in which table."""

    table: str
    expression: str


def holding(term: Term) -> tuple[Match, ...]:
    """What finds, together, the documents that hold the term in any of its forms."""
    return (close(term), Match(MARKS, _any(_keys(term.loose)))) if term.loose else (close(term),)


def close(term: Term) -> Match:
    """Those that hold it in a form that is no loose one."""
    if len(term.folded) > 1:
        return _row(term)
    return Match(MARKS, _any([_word(term.folded[0], term), *_keys(term.keys)]))


def written_alike(term: Term) -> Match:
    """Those that hold its written form, with or without its diacritics."""
    return _row(term) if len(term.folded) > 1 else Match(MARKS, _word(term.folded[0], term))


def written_so(term: Term) -> Match | None:
    """Those that hold just what was typed, diacritics and all; None where it has none."""
    if len(term.folded) > 1 or term.exact == term.folded:
        return None
    return Match(MARKS, _word(f"{EXACT}{term.exact[0]}", term))


def repeated(term: Term) -> tuple[Match, Match] | None:
    """Those whose body holds it twice or more, and thrice or more, in forms that are no loose ones.

    None of what is not counted: rows and beginnings.
    """
    if len(term.folded) > 1 or term.prefix:
        return None
    twice, thrice = (
        Match(MARKS, _any([_word(f"{mark}{term.folded[0]}", term), *_keys(term.keys, mark)]))
        for mark in (TWICE, THRICE)
    )
    return twice, thrice


def in_title(term: Term) -> Match:
    """Those whose title holds it, in a form that is no loose one."""
    if len(term.folded) > 1:
        return Match(WORDS, f"{{title}} : {_row(term).expression}")
    return Match(MARKS, _any([_word(f"{TITLE}{term.folded[0]}", term), *_keys(term.keys, TITLE)]))


def written_in_title(term: Term) -> Match:
    """Those whose title holds its written form."""
    return in_title(term) if len(term.folded) > 1 else Match(MARKS, _word(f"{TITLE}{term.folded[0]}", term))


def _row(term: Term) -> Match:
    return Match(WORDS, _word(" ".join(term.folded), term))


def _word(word: str, term: Term) -> str:
    return f'"{word}"{" *" if term.prefix else ""}'


def _keys(keys: Iterable[str], mark: str = "") -> list[str]:
    return [f'"{mark}{stored_key(key)}"' for key in keys]


def _any(parts: Iterable[str]) -> str:
    return " OR ".join(parts)
