"""What a person typed, as a question both engines understand.

    budget "public hearing" -draft komun* roads OR streets

All words must occur; `OR` (in capitals) joins its two neighbours, `-` excludes, quotes make a phrase and a
star ends a prefix. Whatever does not form an operator is taken as words: no text is an error.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from search.analysis import tokens_of
from search.documents import FACETS

MAX_TEXT = 1_000  # characters of a query that count
MAX_TERMS = 32
MIN_PREFIX = 2  # characters before a star, so that `a*` does not ask for half of the index
MAX_PAGE_SIZE = 100
MAX_RESULTS = 10_000  # how far one may page; the window Elasticsearch serves too


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand in a row, by their folded and their exact forms. The last may be a prefix."""

    folded: tuple[str, ...]
    exact: tuple[str, ...]
    prefix: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """Holds when at least one of its terms holds."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class ParsedText:
    """Clauses that must all hold. `truncated`: the text was longer than what is looked at."""

    clauses: tuple[Clause, ...] = ()
    truncated: bool = False

    @property
    def positive_terms(self) -> tuple[Term, ...]:
        """The terms a hit may contain: those to mark in it."""
        return tuple(term for clause in self.clauses for term in clause.terms if not term.negated)


@dataclass(frozen=True, kw_only=True)
class SearchQuery:
    """A question to an engine.

    `filters` maps names in FACETS to the accepted values (any of them; no entry accepts all).
    `institutions` are the uuids whose things may be seen at all (None: everybody's). Pages are numbered from
    1, `page_size` long: offsets, bounded by MAX_RESULTS, rather than keys, because relevance has no stable
    key and people want to see how many pages there are. Raises ValueError for what a programmer, not a
    person, got wrong.
    """

    text: str = ""
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    page_size: int = 20
    institutions: frozenset[str] | None = None
    parsed: ParsedText = field(init=False)

    def __post_init__(self) -> None:
        unknown = set(self.filters) - set(FACETS)
        if unknown:
            raise ValueError(f"no such filter: {', '.join(sorted(unknown))}")
        if not 1 <= self.page_size <= MAX_PAGE_SIZE:
            raise ValueError(f"page_size must be between 1 and {MAX_PAGE_SIZE}")
        if not 1 <= self.page <= self.last_page:
            raise ValueError(f"page must be between 1 and {self.last_page}")
        object.__setattr__(self, "parsed", parse(self.text))

    @property
    def last_page(self) -> int:
        """The highest page number that may be asked for with this page size."""
        return max(1, MAX_RESULTS // self.page_size)

    @property
    def offset(self) -> int:
        """How many hits precede the page."""
        return (self.page - 1) * self.page_size

    @property
    def is_wordless(self) -> bool:
        """Something was typed, yet nothing in it can be searched for ("???")."""
        return bool(self.text.strip()) and not self.parsed.clauses


_QUOTES = '"“”„«»'
_PIECE = re.compile(rf"(-?)[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]|(\S+)")


def parse(text: str) -> ParsedText:
    """Read a query text. Never raises, whatever the text holds."""
    clauses: list[Clause] = []
    pieces = _with_stray_ors_as_words(_pieces(text[:MAX_TEXT]))
    terms_left = MAX_TERMS
    joining = False
    for piece in pieces:
        if piece is None:
            joining = True
        elif not terms_left:
            return ParsedText(tuple(clauses), truncated=True)
        else:
            terms_left -= 1
            alternatives = clauses.pop().terms if joining else ()
            clauses.append(Clause((*alternatives, piece)))
            joining = False
    return ParsedText(tuple(clauses), truncated=len(text) > MAX_TEXT)


def _pieces(text: str) -> list[Term | None]:
    """The terms of a text in order; None stands for each `OR`."""
    found: list[Term | None] = []
    for match in _PIECE.finditer(text):
        minus, phrase, word = match.groups()
        if word == "OR":
            found.append(None)
            continue
        term = _word(word) if phrase is None else _term(phrase, negated=minus == "-")
        if term:
            found.append(term)
    return found


def _with_stray_ors_as_words(pieces: list[Term | None]) -> list[Term | None]:
    """An `OR` joins only when a term stands on both of its sides."""
    ends: list[Term | None] = [None]
    neighbours = zip(ends + pieces, pieces, pieces[1:] + ends, strict=False)
    return [
        _term("OR") if piece is None and not (before and after) else piece for before, piece, after in neighbours
    ]


def _word(word: str) -> Term | None:
    negated = word.startswith("-") and word[1:2] not in ("", "-")
    prefix = word.endswith("*") and not word.endswith("**")
    return _term(word, negated=negated, prefix=prefix)


def _term(text: str, *, negated: bool = False, prefix: bool = False) -> Term | None:
    tokens = list(tokens_of(text))
    if not tokens:
        return None
    return Term(
        folded=tuple(token.folded for token in tokens),
        exact=tuple(token.exact for token in tokens),
        prefix=prefix and len(tokens[-1].folded) >= MIN_PREFIX,
        negated=negated,
    )
