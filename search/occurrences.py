"""Where the terms of a query occur in a text, and in which form: one answer for ranking and for marking."""

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from search.analysis.remembering import Remembering
from search.terms import Term

_REMEMBERED = 50_000  # words; a few MB while a query is answered


class Form(IntEnum):
    """How closely a word of a text is the one that was asked for."""

    LOOSE = 0
    KEY = 1
    FOLDED = 2
    EXACT = 3


class Occurrence(NamedTuple):
    """Term number `term` occurs at the token number `place`, `length` tokens long."""

    term: int
    place: int
    length: int
    form: Form


class Finder:
    """Finds the terms of one query in signatures (`search.signatures`) parted by blanks.

    What is learnt about a word is remembered for all texts.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = terms
        self._by_folded: dict[str, list[tuple[int, int]]] = {}
        self._by_key: dict[str, list[int]] = {}
        self._by_loose: dict[str, list[int]] = {}
        self._prefixes: list[tuple[int, int]] = []
        self._hits = Remembering(self._found_in, _REMEMBERED)
        for number, term in enumerate(terms):
            self._note(number, term)

    def find(self, signatures: str) -> list[Occurrence]:
        """Every occurrence of every term, from left to right."""
        found: list[Occurrence] = []
        row = signatures.split(" ")
        for place, hits in enumerate(map(self._hits.__getitem__, row)):
            for number, element, form in hits:
                if element:
                    continue
                length = len(self._terms[number].folded)
                worst = form if length == 1 else self._row(row[place : place + length], number, form)
                if worst is not None:
                    found.append(Occurrence(number, place, length, worst))
        return found

    def _note(self, number: int, term: Term) -> None:
        for element, folded in enumerate(term.folded):
            if term.prefix and element == len(term.folded) - 1:
                self._prefixes.append((number, element))
            else:
                self._by_folded.setdefault(folded, []).append((number, element))
        for key in term.keys:
            self._by_key.setdefault(key, []).append(number)
        for key in term.loose:
            self._by_loose.setdefault(key, []).append(number)

    def _found_in(self, signature: str) -> tuple[tuple[int, int, Form], ...]:
        """(term, which of its words, form) of everything this word may be."""
        if not signature:
            return ()
        exact, folded, keys, loose = signature.split("|")
        folded = folded or exact
        hits: dict[tuple[int, int], Form] = {}
        for key in loose.split(","):
            for number in self._by_loose.get(key, ()):
                hits[number, 0] = Form.LOOSE
        for key in keys.split(","):
            for number in self._by_key.get(key, ()):
                hits[number, 0] = Form.KEY
        for number, element in self._by_folded.get(folded, ()):
            hits[number, element] = Form.EXACT if exact == self._terms[number].exact[element] else Form.FOLDED
        for number, element in self._prefixes:
            if folded.startswith(self._terms[number].folded[element]):
                alike = exact.startswith(self._terms[number].exact[element])
                hits[number, element] = Form.EXACT if alike else Form.FOLDED
        return tuple((number, element, form) for (number, element), form in hits.items())

    def _row(self, signatures: Sequence[str], number: int, first: Form) -> Form | None:
        """The least close form in the row that begins here, None if there is no row."""
        worst = first
        if len(signatures) < len(self._terms[number].folded):
            return None
        for element, signature in enumerate(signatures[1:], 1):
            form = next((form for n, e, form in self._hits[signature] if (n, e) == (number, element)), None)
            if form is None:
                return None
            worst = min(worst, form)
        return worst
