"""By which words an engine finds a document: ready made, parted by blanks, never taken for each other.

*Marks* are one for every form of every word in a document. A body's word has its folded form, its exact
form where that is another, its keys and its loose keys. A title's word has these and, behind TITLE, all but the
loose ones once more: one look-up tells what the title alone holds. Behind TWICE and THRICE stand those that a body
has so often or more. Rows of words are found in the folded forms in their order.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from search.analysis.remembering import Remembering
from search.signatures import read_signature

# None of these occurs in a word, so that no beginning of a word is that of another mark.
_KEY, TITLE, EXACT, TWICE, THRICE = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
_ASCII = str.maketrans({code: chr(0xE000 + code) for code in range(128) if not chr(code).isalnum()})
_COLON, _TILDE = chr(0xE000 + ord(":")), chr(0xE000 + ord("~"))
_IS_USUAL = re.compile(r"[a-z]+[:~][^\W_]+").fullmatch  # a language and a word: quicker than a translation


class Word(NamedTuple):
    """What follows from a signature: its folded form; its keys, its marks without loose keys, and all of its
    marks, each parted by blanks."""

    folded: str
    keys: str
    firm: str
    marks: str


def _word(signature: str) -> Word:
    exact, folded, keys, loose = read_signature(signature)
    stored = " ".join(map(stored_key, keys))
    written = folded if exact == folded else f"{folded} {EXACT}{exact}"
    firm = f"{written} {stored}" if stored else written
    return Word(folded, stored, firm, " ".join([firm, *map(stored_key, loose)]))


known_words = Remembering(_word, 32_768)
"""Of signatures. Some 20 MB when full; a rebuild makes room for more."""


def stored_key(key: str) -> str:
    """A key in characters that every engine takes as one word, distinct from every written word."""
    if _IS_USUAL(key):
        return f"{_KEY}{key.replace(':', _COLON).replace('~', _TILDE)}"
    return f"{_KEY}{key.translate(_ASCII)}"


def marks_of(title: Iterable[str], body: Iterable[str]) -> str:
    """The marks of a document with these signatures; one that several words share may be there several times."""
    parts: list[str] = []
    for signature in set(title):
        _, _, firm, marks = known_words[signature]
        parts += (marks, _behind(TITLE, firm))
    by_keys: dict[str, int] = {}
    for signature, number in Counter(body).items():
        folded, keys, _, marks = known_words[signature]
        parts.append(marks)
        if keys:
            by_keys[keys] = by_keys.get(keys, 0) + number
        if number > 1:
            parts.append(_repeated(folded, number))
    parts += [_repeated(keys, number) for keys, number in by_keys.items() if number > 1]
    return " ".join(parts)


def _behind(character: str, marks: str) -> str:
    return character + marks.replace(" ", f" {character}")


def _repeated(marks: str, number: int) -> str:
    return f"{_behind(TWICE, marks)} {_behind(THRICE, marks)}" if number > 2 else _behind(TWICE, marks)


def words_in(signatures: Iterable[str]) -> str:
    """The folded forms in their order."""
    return " ".join([known_words[signature].folded for signature in signatures])
