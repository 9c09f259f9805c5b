"""A text as a row of tokens that know where they stand.

Words end at Unicode's word boundaries (UAX #29), tailored in one way: a mark between two letters or digits
always parts them too, so `05/L-040`, `12.03.2024`, `info@example.org`, `socio-ekonomski` and `Ankara'nın`
are each several tokens in a row. A query does the same and asks for that row as a phrase: the law is found
by its whole number however the marks are written, and `ekonomski` or `Ankara` alone are found too.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import accumulate, repeat
from typing import NamedTuple

from search.analysis.characters import IDEOGRAPH, IGNORABLE, MARK
from search.analysis.folding import MAX_FORM, folded_form
from search.analysis.languages import LANGUAGES, spoken
from search.analysis.words import bounded, facts_of, known_in

_LETTER = rf"[^\W_{IDEOGRAPH}{IGNORABLE}]"
_TOKEN = re.compile(rf"([{IDEOGRAPH}][{MARK}]*|{_LETTER}+(?:[{MARK}{IGNORABLE}]+{_LETTER}+)*[{MARK}]*)")
_END_OF_SENTENCE = re.compile(r"[.!?…]\s|[\n\r\u2028\u2029]")
_ENOUGH_WORDS = 8  # for a sentence to be heard about its own language

# Texts of our languages' own letters, nearly all there are, hold no marks, no ideographs, nothing invisible, and
# no word whose folded form is empty (as that of a lone Russian ь is). Their words end at any other character.
_LETTERS = (
    "a-zA-ZëçčćšžđığöşüâêîûËÇČĆŠŽĐİĞÖŞÜÂÊÎÛабвгдежзијклмнопрстуфхцчшђљњћџѓќѕАБВГДЕЖЗИЈКЛМНОПРСТУФХЦЧШЂЉЊЋЏЃЌЅ"
)
_IS_ORDINARY = re.compile(f"[\x00-\x7f{_LETTERS}–—‘’“”„«»…€§°\xa0]*").fullmatch
_ORDINARY_TOKEN = re.compile(f"([0-9{_LETTERS}]+)")


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


class Row(NamedTuple):
    """Words of a text from left to right, `bounded`, and where each starts and ends."""

    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, text: str) -> "Row":
        """The words of a text; characters that form no word are passed over."""
        is_ordinary = text.isascii() or _IS_ORDINARY(text)
        # What stands between words, a word, what stands between, …
        pieces = (_ORDINARY_TOKEN if is_ordinary else _TOKEN).split(text)
        bounds = list(accumulate(map(len, pieces)))
        row = cls(pieces[1::2], bounds[:-1:2], bounds[1::2])
        if max(map(len, row.words), default=0) > MAX_FORM:
            row = row._replace(words=list(map(bounded, row.words)))
        return row if is_ordinary else row._without_empty()

    def part(self, first: int, last: int) -> "Row":
        """The words from number `first` to before number `last`."""
        return Row(self.words[first:last], self.starts[first:last], self.ends[first:last])

    def _without_empty(self) -> "Row":
        kept = [
            place for place, word in enumerate(self.words) if _ORDINARY_TOKEN.fullmatch(word) or folded_form(word)
        ]
        if len(kept) == len(self.words):
            return self
        return Row(
            [self.words[place] for place in kept],
            [self.starts[place] for place in kept],
            [self.ends[place] for place in kept],
        )


def tokens_of(text: str, language: str | None = None) -> Iterator[Token]:
    """The words of `text` from left to right; characters that form no word are passed over.

    Their keys are in `language` (a code of the site's, such as "sr-latn"), and in another one for sentences
    that clearly are in that; without `language`, in those each sentence is found to be in.
    """
    for row, languages in rows_of(text, language):
        yield from _tokens(text, row, languages)


def query_tokens_of(text: str) -> Iterator[Token]:
    """The words of a query, with their keys in every language: one who asks names none.

    A word whose diacritics fit a language gets no guesses in languages that do not know it.
    """
    row = Row.of(text)
    for place, word in enumerate(row.words):
        exact, folded, *_ = facts_of(word, ())
        languages = LANGUAGES if exact == folded else known_in(exact, folded) or LANGUAGES
        yield from _tokens(text, row.part(place, place + 1), languages)


def rows_of(text: str, language: str | None) -> Iterator[tuple[Row, tuple[str, ...]]]:
    """The words of a text in parts, each with the languages that its words have keys in."""
    whole: tuple[str, ...] | None = None
    row = Row.of(text)
    for sentence in _sentences(text, row):
        if len(sentence.words) >= _ENOUGH_WORDS or len(sentence.words) == len(row.words):
            yield sentence, spoken(language, sentence.words, _ENOUGH_WORDS)
        else:
            if whole is None:
                whole = spoken(language, row.words, _ENOUGH_WORDS)
            yield sentence, whole


_make_token = partial(tuple.__new__, Token)


def _tokens(text: str, row: Row, languages: tuple[str, ...]) -> Iterator[Token]:
    facts = map(facts_of, row.words, repeat(languages))
    texts = map(text.__getitem__, map(slice, row.starts, row.ends))
    return map(_make_token, zip(texts, row.starts, row.ends, *zip(*facts, strict=True), strict=True))


def _sentences(text: str, row: Row) -> Iterator[Row]:
    if len(row.words) <= _ENOUGH_WORDS:
        if row.words:
            yield row
        return
    first = 0
    for end in _END_OF_SENTENCE.finditer(text):
        last = bisect_left(row.starts, end.end(), first)
        if last > first:
            yield row.part(first, last)
            first = last
    if first < len(row.words):
        yield row.part(first, len(row.words))
