"""A text as a row of tokens that know where they stand.

Words end at Unicode's word boundaries (UAX #29), tailored in one way: a mark between two letters or digits
always parts them too, so `05/L-040`, `12.03.2024`, `info@example.org`, `socio-ekonomski` and `Ankara'nın`
are each several tokens in a row. A query does the same and asks for that row as a phrase: the law is found
by its whole number however the marks are written, and `ekonomski` or `Ankara` alone are found too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.analysis.characters import IDEOGRAPH, IGNORABLE, MARK
from search.analysis.folding import forms

_LETTER = rf"[^\W_{IDEOGRAPH}{IGNORABLE}]"
_TOKEN = re.compile(rf"[{IDEOGRAPH}][{MARK}]*|{_LETTER}+(?:[{MARK}{IGNORABLE}]+{_LETTER}+)*[{MARK}]*")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text. `start` and `end` are offsets in characters: `text[start:end]` is the word.

    `keys` are what the word is found by beyond its written forms: its lemmas, each behind its language, such
    as `sq:komunë`. `loose` are rougher ones, behind `sq~`: equal for related words, to be given little weight.
    """

    text: str
    start: int
    end: int
    exact: str
    folded: str
    keys: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()


def tokens_of(text: str, language: str | None = None) -> Iterator[Token]:
    """The words of `text` from left to right; characters that form no word are passed over.

    Their keys are in `language` (a code of the site's, such as "sr-latn"), else in those the text is found
    to be in.
    """
    for match in _TOKEN.finditer(text):
        word = match.group()
        exact, folded = forms(word)
        if folded:
            yield Token(word, match.start(), match.end(), exact, folded)


def query_tokens_of(text: str) -> Iterator[Token]:
    """The words of a query, with their keys in every language: one who asks names none."""
    yield from tokens_of(text)
