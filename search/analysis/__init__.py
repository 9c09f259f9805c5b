"""One analysis for what is indexed and for what is asked, before any engine sees either."""

from search.analysis.folding import MAX_FORM, exact_form, folded_form
from search.analysis.tokens import Token, tokens_of

ANALYSIS_VERSION = "1"
"""Changes whenever the same text gives other tokens; an index made by another version asks to be rebuilt."""

__all__ = ["ANALYSIS_VERSION", "MAX_FORM", "Token", "exact_form", "folded_form", "tokens_of"]
