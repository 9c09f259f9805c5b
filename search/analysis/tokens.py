"""A text as a row of tokens that know where they stand.

Words end at Unicode's word boundaries (UAX #29), tailored in one way: a mark between two letters or digits
always parts them too, so `05/L-040`, `12.03.2024`, `info@example.org`, `socio-ekonomski` and `Ankara'nın`
are each several tokens in a row. A query does the same and asks for that row as a phrase: the law is found
by its whole number however the marks are written, and `ekonomski` or `Ankara` alone are found too.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from search.analysis.characters import IDEOGRAPH, IGNORABLE, MARK
from search.analysis.languages import LANGUAGES, spoken
from search.analysis.words import Word, known_in, word_of

_LETTER = rf"[^\W_{IDEOGRAPH}{IGNORABLE}]"
_TOKEN = re.compile(rf"[{IDEOGRAPH}][{MARK}]*|{_LETTER}+(?:[{MARK}{IGNORABLE}]+{_LETTER}+)*[{MARK}]*")
_END_OF_SENTENCE = re.compile(r"[.!?…]\s|[\n\r\u2028\u2029]")
_ENOUGH_WORDS = 8  # for a sentence to be heard about its own language

Written = tuple[int, int, Word]
"""`text[start:end]` and what is known of that word."""


class Token(NamedTuple):
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

    Their keys are in `language` (a code of the site's, such as "sr-latn"), and in another one for sentences
    that clearly are in that; without `language`, in those each sentence is found to be in.
    """
    whole: tuple[str, ...] | None = None
    words = list(written_words(text))
    for sentence in _sentences(text, words):
        if len(sentence) >= _ENOUGH_WORDS or len(sentence) == len(words):
            languages = spoken(language, [word for _, _, word in sentence], _ENOUGH_WORDS)
        else:
            if whole is None:
                whole = spoken(language, [word for _, _, word in words], _ENOUGH_WORDS)
            languages = whole
        yield from _tokens(sentence, languages)


def query_tokens_of(text: str) -> Iterator[Token]:
    """The words of a query, with their keys in every language: one who asks names none.

    A word whose diacritics fit a language gets no guesses in languages that do not know it.
    """
    for start, end, word in written_words(text):
        languages = LANGUAGES if word.exact == word.folded else known_in(word) or LANGUAGES
        yield from _tokens([(start, end, word)], languages)


def written_words(text: str) -> Iterator[Written]:
    """The words of a text and where they stand."""
    for match in _TOKEN.finditer(text):
        word = word_of(match[0])
        if word.folded:
            yield *match.span(), word


def _tokens(words: Sequence[Written] | Iterator[Written], languages: tuple[str, ...]) -> Iterator[Token]:
    for start, end, word in words:
        yield Token(word.text, start, end, word.exact, word.folded, *word.keys(languages))


def _sentences(text: str, words: Sequence[Written]) -> Iterator[Sequence[Written]]:
    if len(words) <= _ENOUGH_WORDS:
        yield words
        return
    first = 0
    for end in _END_OF_SENTENCE.finditer(text):
        last = first
        while last < len(words) and words[last][0] < end.end():
            last += 1
        if last > first:
            yield words[first:last]
            first = last
    if first < len(words):
        yield words[first:]
