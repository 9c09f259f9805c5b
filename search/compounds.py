"""Words that hyphens and apostrophes join: `нацрт-стратегијата`, `e-qeverisja`, `Ankara'nın`, `citizen's`.

Each of them is inflected like a word that stands alone, so a query asks for the words, not for the row. Numbers
and addresses, whose parts say nothing alone, stay rows.
"""

from collections.abc import Sequence
from itertools import pairwise

from search.analysis import Token

_HYPHENS = frozenset("-\u2010\u2011\u2012\u2013")
_APOSTROPHES = frozenset("'`\u00b4\u02bc\u2018\u2019")
_SHORTEST = 3  # letters of one word at least, or it is no compound: t'i, a-b


def words_of_compound(text: str, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The words to ask for, of tokens of a text that nothing but marks parts; none where it is no compound.

    Of what an apostrophe joins the longest: the others are endings or proclitics (`'s`, `'nın`, `s'`, `l'`).
    """
    groups = [[tokens[0]]]
    for before, after in pairwise(tokens):
        joint = text[before.end : after.start]
        if joint in _HYPHENS:
            groups.append([after])
        elif joint in _APOSTROPHES:
            groups[-1].append(after)
        else:
            return ()
    chosen = tuple(max(group, key=lambda token: len(token.folded)) for group in groups)
    are_words = all(token.folded.isalpha() for token in tokens)
    return chosen if are_words and max(len(token.folded) for token in chosen) >= _SHORTEST else ()
