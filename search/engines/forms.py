"""By which words an engine finds a document: ready made, parted by blanks, never taken for each other.

*Marks* are one for every form of every word in a document. A body's word has its folded form, its exact
form where that is another, its keys and its loose keys. A title's word has these and, behind TITLE, all but the
loose ones once more: one look-up tells what the title alone holds. Rows of words are found in the folded forms in
their order.

How often a body has a word, an engine that orders by what it looks up knows from marks behind TWICE and THRICE;
one that orders by weights, from the *weights* of folded forms and keys.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from search.analysis.remembering import Remembering
from search.ranking import TITLE_WEIGHT, lengthening, saturated
from search.signatures import read_signature

# None of these occurs in a word, so that no beginning of a word is that of another mark.
_KEY, TITLE, EXACT, TWICE, THRICE = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
_ASCII = str.maketrans({code: chr(0xE000 + code) for code in range(128) if not chr(code).isalnum()})
_COLON, _TILDE = chr(0xE000 + ord(":")), chr(0xE000 + ord("~"))
_IS_USUAL = re.compile(r"[a-z]+[:~][^\W_]+").fullmatch  # a language and a word: quicker than a translation


class Word(NamedTuple):
    """What follows from a signature: its folded form; its keys, its marks without loose keys, and all of its
    marks, each parted by blanks; what has a weight."""

    folded: str
    keys: str
    firm: str
    marks: str
    weighed: tuple[str, ...]


def _word(signature: str) -> Word:
    exact, folded, keys, loose = read_signature(signature)
    stored = tuple(map(stored_key, keys))
    written = folded if exact == folded else f"{folded} {EXACT}{exact}"
    firm = " ".join([written, *stored])
    return Word(folded, " ".join(stored), firm, " ".join([firm, *map(stored_key, loose)]), (folded, *stored))


known_words = Remembering(_word, 32_768)
"""Of signatures. Some 20 MB when full; a rebuild makes room for more."""


def stored_key(key: str) -> str:
    """A key in characters that every engine takes as one word, distinct from every written word."""
    if _IS_USUAL(key):
        return f"{_KEY}{key.replace(':', _COLON).replace('~', _TILDE)}"
    return f"{_KEY}{key.translate(_ASCII)}"


def marks_of(title: Iterable[str], body: Iterable[str], *, repeated: bool = True) -> str:
    """The marks of a document with these signatures; one that several words share may be there several times.

    `repeated`: with those behind TWICE and THRICE.
    """
    parts: list[str] = []
    for signature in set(title):
        word = known_words[signature]
        parts += (word.marks, _behind(TITLE, word.firm))
    by_keys: dict[str, int] = {}
    for signature, number in Counter(body).items():
        folded, keys, _, marks, _ = known_words[signature]
        parts.append(marks)
        if keys:
            by_keys[keys] = by_keys.get(keys, 0) + number
        if repeated and number > 1:
            parts.append(_repeated(folded, number))
    if repeated:
        parts += [_repeated(keys, number) for keys, number in by_keys.items() if number > 1]
    return " ".join(parts)


def weights_of(title: Iterable[str], body: Sequence[str]) -> dict[str, float]:
    """What each folded form and key of a document adds where a term is found by it: BM25's share of its frequency
    in a body of such a length, an occurrence in the title counting as it does in `search.ranking`."""
    counts: dict[str, list[int]] = {}
    for place, signatures in enumerate((title, body)):
        for signature, number in Counter(signatures).items():
            for name in known_words[signature].weighed:
                counts.setdefault(name, [0, 0])[place] += number
    longer = lengthening(float(len(body)))
    return {
        name: round(saturated(TITLE_WEIGHT * in_title + in_body / longer), 3)
        for name, (in_title, in_body) in counts.items()
    }


def _behind(character: str, marks: str) -> str:
    return character + marks.replace(" ", f" {character}")


def _repeated(marks: str, number: int) -> str:
    return f"{_behind(TWICE, marks)} {_behind(THRICE, marks)}" if number > 2 else _behind(TWICE, marks)


def words_in(signatures: Iterable[str]) -> str:
    """The folded forms in their order."""
    return " ".join([known_words[signature].folded for signature in signatures])
