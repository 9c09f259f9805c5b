"""One analysis for what is indexed and for what is asked, before any engine sees either."""

from search.analysis.folding import MAX_FORM, exact_form, folded_form
from search.analysis.languages import detect_language, group_of
from search.analysis.lexicon import record
from search.analysis.tokens import Token, query_tokens_of, tokens_of
from search.analysis.votes import is_frequent

_RULES = "6"

ANALYSIS_VERSION = f"{_RULES}-{record().get('version', 'without-lexicons')}"
"""Changes whenever the same text gives other tokens, by other rules or by other lexicons; an index made by another
version asks to be rebuilt."""

__all__ = [
    "ANALYSIS_VERSION",
    "MAX_FORM",
    "Token",
    "detect_language",
    "exact_form",
    "folded_form",
    "group_of",
    "is_frequent",
    "query_tokens_of",
    "tokens_of",
]
