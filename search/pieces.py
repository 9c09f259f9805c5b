"""What a query's text is made of from left to right, and the clauses that come of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from search.terms import Clause, Term

OR, AND, NOT = "OR", "AND", "NOT"
OPERATORS = frozenset((OR, AND, NOT))


@dataclass(frozen=True, slots=True)
class Piece:
    """What one word or phrase asks for: a term; where it is a compound, also a term for each of its words."""

    term: Term
    words: tuple[Term, ...] = ()

    def negated(self) -> "Piece":
        """The same, excluded."""
        return Piece(replace(self.term, negated=True), tuple(replace(one, negated=True) for one in self.words))

    def clauses(self) -> list[Clause]:
        """The clauses of one that stands alone. What lacks one of a compound's words lacks the compound."""
        if not self.words:
            return [Clause((self.term,))]
        return [Clause(self.words)] if self.term.negated else [Clause((one,)) for one in self.words]


@dataclass(frozen=True, slots=True)
class Operator:
    """One of OPERATORS; `word` is what it asks for where it joins nothing."""

    name: str
    word: tuple[Piece, ...]


Pieces = Sequence[Piece | Operator]


def resolved(pieces: Pieces) -> Pieces:
    """The same with no operator but the `OR` that joins two pieces: what joins nothing is a word."""
    return list(_joined(list(_excluded(pieces))))


def clauses_of(pieces: Pieces, most: int) -> tuple[list[Clause], bool]:
    """The clauses of pieces that are `resolved`, of at most so many terms; whether there were more."""
    clauses: list[Clause] = []
    terms = 0
    for before, piece, after in _neighbours(pieces):
        if isinstance(piece, Operator):
            continue
        joins, is_joined = isinstance(before, Operator), isinstance(after, Operator)
        new = [Clause((piece.term,))] if joins or is_joined else piece.clauses()
        terms += sum(len(clause.terms) for clause in new)
        if terms > most:
            return clauses, True
        if joins:
            new = [Clause((*clauses.pop().terms, piece.term))]
        clauses += new
    return clauses, False


def _excluded(pieces: Pieces) -> Iterable[Piece | Operator]:
    for before, piece, after in _neighbours(pieces):
        if isinstance(piece, Piece):
            yield piece.negated() if isinstance(before, Operator) and before.name == NOT else piece
        elif piece.name != NOT:
            yield piece
        elif not isinstance(after, Piece):
            yield from piece.word


def _joined(pieces: Pieces) -> Iterable[Piece | Operator]:
    for before, piece, after in _neighbours(pieces):
        if isinstance(piece, Piece):
            yield piece
        elif not (isinstance(before, Piece) and isinstance(after, Piece)):
            yield from piece.word
        elif piece.name == OR:
            yield piece


def _neighbours(
    pieces: Pieces,
) -> Iterable[tuple[Piece | Operator | None, Piece | Operator, Piece | Operator | None]]:
    """Each with what stands before and behind it."""
    return zip([None, *pieces], pieces, [*pieces[1:], None], strict=False)
