"""The pieces of a parsed query, in the forms by which texts are found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from search.analysis import Token
from search.signatures import plain_key

MAX_KEYS = 16  # of one word that count, in all languages together
MAX_LOOSE = 8


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or several that must stand in a row, by their folded and exact forms.

    `keys` and `loose` are those of a single word: they find its other inflections. A quoted phrase and a row
    have none: they ask for the words as they are written. The last word may be a `prefix`.
    """

    folded: tuple[str, ...]
    exact: tuple[str, ...]
    prefix: bool = False
    negated: bool = False
    keys: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """Holds when at least one of its terms holds."""

    terms: tuple[Term, ...]

    @property
    def excludes(self) -> bool:
        """Whether a document can satisfy it by what it lacks."""
        return any(term.negated for term in self.terms)


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter typed into the text: one of `values` must (`negated`: none may) be among the facet's."""

    facet: str
    values: frozenset[str]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class ParsedText:
    """Clauses and conditions that must all hold. `truncated`: the text was longer than what is looked at.

    `after` is the first day that counts, `before` the first that no longer does. `titles_first`: whether a title
    that alone holds everything wanted comes before all else.
    """

    clauses: tuple[Clause, ...] = ()
    truncated: bool = False
    conditions: tuple[Condition, ...] = ()
    after: date | None = None
    before: date | None = None
    titles_first: bool = True

    @property
    def wanted(self) -> tuple[Clause, ...]:
        """The clauses that a document satisfies by what it says."""
        return tuple(clause for clause in self.clauses if not clause.excludes)

    @property
    def positive_terms(self) -> tuple[Term, ...]:
        """The terms a hit may contain: those to mark in it."""
        return tuple(term for clause in self.clauses for term in clause.terms if not term.negated)

    @property
    def wanted_numbers(self) -> tuple[tuple[int, ...], ...]:
        """For each of the clauses wanted, the numbers of its terms among all positive ones."""
        clauses, number = [], 0
        for clause in self.clauses:
            positive = sum(not term.negated for term in clause.terms)
            if not clause.excludes:
                clauses.append(tuple(range(number, number + positive)))
            number += positive
        return tuple(clauses)

    @property
    def is_empty(self) -> bool:
        """Nothing is asked for."""
        return not (self.clauses or self.conditions or self.after or self.before)


def term_of(tokens: Iterable[Token], *, negated: bool, prefix: bool, quoted: bool) -> Term:
    """The term that asks for these tokens in a row."""
    row = tuple(tokens)
    inflected = len(row) == 1 and not prefix and not quoted
    return Term(
        folded=tuple(token.folded for token in row),
        exact=tuple(token.exact for token in row),
        prefix=prefix,
        negated=negated,
        keys=tuple(map(plain_key, row[0].keys[:MAX_KEYS])) if inflected else (),
        loose=tuple(map(plain_key, row[0].loose[:MAX_LOOSE])) if inflected else (),
    )
