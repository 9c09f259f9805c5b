"""A parsed query in the language of SQLite's FTS5.

Columns hold tokens ready made, parted by blanks, so that FTS5's own idea of a word never matters: its `ascii`
tokenizer takes every character beyond ASCII as part of a word.
"""

from collections.abc import Iterable

from search.engines.forms import stored_key
from search.terms import Clause, ParsedText, Term

COLUMNS = tuple(f"{field}_{form}" for field in ("title", "body") for form in ("exact", "folded", "keys", "loose"))
WEIGHTS = (8.0, 6.0, 4.0, 1.0, 2.0, 1.5, 1.0, 0.25)
"""bm25 weights of COLUMNS, for the first rough order."""

BOTH, TITLE = ("title", "body"), ("title",)


def matching(parsed: ParsedText, *, ranked: bool = False) -> tuple[str, str]:
    """`(wanted, unwanted)` match expressions; either may be empty. `ranked` also asks for the exact forms, which
    change nothing but the rank.

    FTS5 has no unary NOT, hence two. A clause with negated terms (`-a OR b`) excludes what has all of those
    and none of its other terms.
    """
    wanted, unwanted = [], []
    for clause in parsed.clauses:
        negated = [holding(term) for term in clause.terms if term.negated]
        others = [holding(term, ranked=ranked) for term in clause.terms if not term.negated]
        if not negated:
            wanted.append(_any(others))
        elif others:
            unwanted.append(f"({' AND '.join(negated)}) NOT ({_any(others)})")
        else:
            unwanted.append(" AND ".join(negated))
    return " AND ".join(f"({part})" for part in wanted), _any(f"({part})" for part in unwanted)


def without(wanted: str, unwanted: str) -> str:
    """One expression of both."""
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def in_title(parsed: ParsedText) -> str:
    """Matches the documents whose title alone holds everything wanted; empty where nothing is wanted."""
    return " AND ".join(f"({_in_title(clause)})" for clause in parsed.wanted)


def holding(term: Term, *, fields: Iterable[str] = BOTH, ranked: bool = False) -> str:
    """Matches the documents that hold the term, in any of its forms."""
    forms = [_words(term.folded, "folded", fields, prefix=term.prefix)]
    if ranked:
        forms.append(_words(term.exact, "exact", fields, prefix=term.prefix))
    forms += [_keys(term.keys, "keys", fields)] if term.keys else []
    forms += [_keys(term.loose, "loose", fields)] if term.loose else []
    return f"({_any(forms)})"


def _in_title(clause: Clause) -> str:
    return _any(holding(term, fields=TITLE) for term in clause.terms)


def _words(words: Iterable[str], form: str, fields: Iterable[str], *, prefix: bool) -> str:
    return f'({_columns(form, fields)} : "{" ".join(words)}"{" *" if prefix else ""})'


def _keys(keys: Iterable[str], form: str, fields: Iterable[str]) -> str:
    asked = _any(f'"{stored_key(key)}"' for key in keys)
    return f"({_columns(form, fields)} : ({asked}))"


def _columns(form: str, fields: Iterable[str]) -> str:
    return "{" + " ".join(f"{field}_{form}" for field in fields) + "}"


def _any(parts: Iterable[str]) -> str:
    return " OR ".join(parts)
