"""By which words an engine finds a document: ready made, parted by blanks, never taken for each other.

*Marks* are one for every form of every word in a document, each once. A body's word has its folded form, its exact
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
    """What follows from a signature: its folded form; the same if it is worth proposing, else nothing; its marks,
    all but the loose ones (`close`) and altogether; and those it has besides in a title."""

    folded: str
    proposed: str
    close: tuple[str, ...]
    marks: tuple[str, ...]
    title_marks: tuple[str, ...]


@lru_cache(maxsize=16_384)
def word_of(signature: str) -> Word:
    """The word with this signature."""
    exact, folded, keys, loose = read_signature(signature)
    close = [folded, *map(stored_key, keys)]
    if exact != folded:
        close.append(f"{EXACT}{exact}")
    return Word(
        folded,
        folded if len(folded) >= _SHORTEST_PROPOSED and folded.isalpha() else "",
        tuple(close),
        (*close, *map(stored_key, loose)),
        tuple(f"{TITLE}{mark}" for mark in close),
    )


def stored_key(key: str) -> str:
    """A key in characters that every engine takes as one word, distinct from every written word."""
    return f"{_KEY}{key.translate(_ASCII)}"


def marks_of(title: Iterable[str], body: Iterable[str]) -> str:
    """The marks of a document with these signatures, in no particular order."""
    marks: set[str] = set()
    for word in map(word_of, title):
        marks.update(word.marks, word.title_marks)
    counts: Counter[str] = Counter()
    for signature, number in Counter(body).items():
        word = word_of(signature)
        marks.update(word.marks)
        for mark in word.close:
            counts[mark] += number
    for mark, number in counts.items():
        if number > 1:
            marks.add(f"{TWICE}{mark}")
            if number > 2:
                marks.add(f"{THRICE}{mark}")
    return " ".join(marks)


def words_in(signatures: Iterable[str]) -> str:
    """The folded forms in their order."""
    return " ".join([word_of(signature).folded for signature in signatures])
