"""By which words an engine finds a document: ready made, parted by blanks, never taken for each other.

*Marks* are one for every form of every word in a document. A body's word has its folded form, its exact
form where that is another, its keys and its loose keys. A title's word has these and, behind TITLE, all but the
loose ones once more: one look-up tells what the title alone holds. Behind TWICE and THRICE stand those that a body
has so often or more. Rows of words are found in the folded forms in their order.
"""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from search.signatures import read_signature

# None of these occurs in a word, so that no beginning of a word is that of another mark.
_KEY, TITLE, EXACT, TWICE, THRICE = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
_ASCII = str.maketrans({code: chr(0xE000 + code) for code in range(128) if not chr(code).isalnum()})
_SHORTEST_PROPOSED = 3  # letters


class Word(NamedTuple):
    """What follows from a signature: its folded form; the same if it is worth proposing, else nothing; its keys,
    its marks, and those it has besides in a title, each parted by blanks."""

    folded: str
    proposed: str
    keys: str
    marks: str
    title_marks: str


@lru_cache(maxsize=32_768)
def word_of(signature: str) -> Word:
    """The word with this signature."""
    exact, folded, keys, loose = read_signature(signature)
    stored = list(map(stored_key, keys))
    written = [folded, f"{EXACT}{exact}"] if exact != folded else [folded]
    return Word(
        folded,
        folded if len(folded) >= _SHORTEST_PROPOSED and folded.isalpha() else "",
        " ".join(stored),
        " ".join([*written, *stored, *map(stored_key, loose)]),
        " ".join([f"{TITLE}{mark}" for mark in (*written, *stored)]),
    )


def stored_key(key: str) -> str:
    """A key in characters that every engine takes as one word, distinct from every written word."""
    return f"{_KEY}{key.translate(_ASCII)}"


def marks_of(title: Iterable[str], body: Iterable[str]) -> str:
    """The marks of a document with these signatures; one that several words share may be there several times."""
    parts: list[str] = []
    for word in map(word_of, dict.fromkeys(title)):
        parts += (word.marks, word.title_marks)
    by_keys: dict[str, int] = {}
    for signature, number in Counter(body).items():
        word = word_of(signature)
        parts.append(word.marks)
        if word.keys:
            by_keys[word.keys] = by_keys.get(word.keys, 0) + number
        if number > 1:
            parts.append(_repeated(word.folded, number))
    parts += [_repeated(keys, number) for keys, number in by_keys.items() if number > 1]
    return " ".join(parts)


def _repeated(marks: str, number: int) -> str:
    each = marks.split(" ")
    twice = [f"{TWICE}{mark}" for mark in each]
    return " ".join([*twice, *(f"{THRICE}{mark}" for mark in each)] if number > 2 else twice)


def words_in(signatures: Iterable[str]) -> str:
    """The folded forms in their order."""
    return " ".join([word_of(signature).folded for signature in signatures])
