"""Where the terms of a query occur in a text, and in which form: one answer for ranking and for marking."""

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from search.terms import Term


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
    """Finds the terms of one query. What it learns about a word it remembers for all texts."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = terms
        self._by_folded: dict[str, list[tuple[int, int]]] = {}
        self._by_key: dict[str, list[int]] = {}
        self._by_loose: dict[str, list[int]] = {}
        self._prefixes: list[tuple[int, int]] = []
        self._known: dict[str, tuple[tuple[int, int, Form], ...]] = {}
        for number, term in enumerate(terms):
            self._note(number, term)

    def find(self, signatures: Sequence[str]) -> list[Occurrence]:
        """Every occurrence of every term, from left to right."""
        found: list[Occurrence] = []
        known = self._known
        for place, signature in enumerate(signatures):
            hits = known.get(signature)
            if hits is None:
                hits = known[signature] = self._hits(signature)
            for number, element, form in hits:
                if element:
                    continue
                length = len(self._terms[number].folded)
                worst = form if length == 1 else self._row(signatures, place, number, form)
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

    def _hits(self, signature: str) -> tuple[tuple[int, int, Form], ...]:
        """(term, which of its words, form) of everything this word may be."""
        exact, folded, keys, loose = signature.split("|")
        folded = folded or exact
        hits: dict[tuple[int, int], Form] = {}
        if self._by_loose:
            for key in loose.split(","):
                for number in self._by_loose.get(key, ()):
                    hits[number, 0] = Form.LOOSE
        if self._by_key:
            for key in keys.split(","):
                for number in self._by_key.get(key, ()):
                    hits[number, 0] = Form.KEY
        for number, element in self._by_folded.get(folded, ()):
            hits[number, element] = Form.EXACT if exact == self._terms[number].exact[element] else Form.FOLDED
        for number, element in self._prefixes:
            if folded.startswith(self._terms[number].folded[element]):
                alike = exact.startswith(self._terms[number].exact[element])
                hits[number, element] = Form.EXACT if alike else Form.FOLDED
        return tuple((number, element, form) for (number, element), form in hits.items()) if hits else ()

    def _row(self, signatures: Sequence[str], place: int, number: int, first: Form) -> Form | None:
        """The least close form in the row that begins here, None if there is no row."""
        worst = first
        for element in range(1, len(self._terms[number].folded)):
            if place + element >= len(signatures):
                return None
            signature = signatures[place + element]
            if signature not in self._known:
                self._known[signature] = self._hits(signature)
            form = next((form for n, e, form in self._known[signature] if (n, e) == (number, element)), None)
            if form is None:
                return None
            worst = min(worst, form)
        return worst
