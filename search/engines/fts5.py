"""A parsed query in the language of SQLite's FTS5.

Columns hold tokens ready made, parted by blanks, so that FTS5's own idea of a word never matters: its `ascii`
tokenizer takes every character beyond ASCII as part of a word.
"""

from collections.abc import Iterable

from search.analysis import Token
from search.query import Clause, ParsedText, Term

FOLDED_COLUMNS = "{title_folded body_folded}"
EXACT_COLUMNS = "{title_exact body_exact}"
TITLE_COLUMNS = "{title_folded}"
WEIGHTS = (8.0, 4.0, 2.0, 1.0)
"""bm25 weights of title_exact, title_folded, body_exact, body_folded."""


def columns_of(tokens: Iterable[Token]) -> tuple[str, str]:
    """The exact and the folded column for one field's tokens."""
    exact, folded = [], []
    for token in tokens:
        exact.append(token.exact)
        folded.append(token.folded)
    return " ".join(exact), " ".join(folded)


def matching(parsed: ParsedText, *, ranked: bool = True) -> tuple[str, str]:
    """`(wanted, unwanted)` match expressions; either may be empty. `ranked` False asks for no more than which
    documents match, which is quicker.

    FTS5 has no unary NOT, hence two. A clause with negated terms (`-a OR b`) excludes what has all of those
    and none of its other terms.
    """
    wanted, unwanted = [], []
    for clause in parsed.clauses:
        negated = [_row(term, FOLDED_COLUMNS) for term in clause.terms if term.negated]
        others = [_row(term, FOLDED_COLUMNS) for term in clause.terms if not term.negated]
        if not negated:
            wanted.append(_any(map(_ranked, clause.terms) if ranked else others))
        elif others:
            unwanted.append(f"({' AND '.join(negated)}) NOT ({_any(others)})")
        else:
            unwanted.append(" AND ".join(negated))
    return " AND ".join(f"({part})" for part in wanted), _any(f"({part})" for part in unwanted)


def in_title(parsed: ParsedText) -> str:
    """Matches the documents whose title alone holds everything wanted; empty where nothing is wanted."""
    clauses = [clause for clause in parsed.clauses if not _excludes(clause)]
    return " AND ".join(f"({_any(_row(term, TITLE_COLUMNS) for term in clause.terms)})" for clause in clauses)


def _excludes(clause: Clause) -> bool:
    return any(term.negated for term in clause.terms)


def _ranked(term: Term) -> str:
    """Folded forms decide whether a document matches; the exact form, which implies them, adds to its rank."""
    return f"{_row(term, FOLDED_COLUMNS)} OR {_row(term, EXACT_COLUMNS, exact=True)}"


def _row(term: Term, columns: str, *, exact: bool = False) -> str:
    words = " ".join(term.exact if exact else term.folded)
    return f'({columns} : "{words}"{" *" if term.prefix else ""})'


def _any(parts: Iterable[str]) -> str:
    return " OR ".join(parts)
