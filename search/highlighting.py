"""Marks in the original text, for every engine alike.

An engine says which documents match; where they match is found here, from the signatures and places of the
original's tokens. So a mark always stands on whole written words, in the script and spelling of their author.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.occurrences import Finder
from search.signatures import Signed, sign
from search.terms import Term

PASSAGE_LENGTH = 260  # characters
_LEAD = 60  # characters of context before the first mark of a passage
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` is one occurrence of the query's term number `term`."""

    start: int
    end: int
    term: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Escaped HTML with `<mark>`. Offsets in the original: where it begins, and `start` of what it is about."""

    html: SafeString
    begins: int
    start: int


class Marker:
    """Finds and marks the terms of one query."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = terms
        self._finder = Finder(terms)

    def mark_all(self, text: str, signed: Signed | None = None) -> SafeString:
        """The whole text, escaped, with its marks. For titles.

        `signed` are the text's tokens, where they are known; here and below.
        """
        if not self._terms:
            return escape(text)
        return _render(text, 0, len(text), self._spans(signed or sign(text, None)))

    def best_passage(self, text: str, sections: Sequence[int] = (), signed: Signed | None = None) -> Passage:
        """Some PASSAGE_LENGTH characters where most of the query's terms stand together, else the beginning.

        `sections`: offsets, rising, where parts of the text begin; a passage stays inside of one.
        """
        if signed is None:
            # Without terms only the beginning matters, however long the text is.
            signed = sign(text if self._terms else text[: 2 * PASSAGE_LENGTH], None)
        spans = self._spans(signed)
        first = _densest(spans)
        if first is None:
            end = _end_of_passage(text, signed, 0)
            return Passage(_render(text, 0, end, []), begins=0, start=0)
        following = bisect_right(sections, spans[first].start)
        opens = sections[following - 1] if following else 0
        closes = sections[following] if following < len(sections) else len(text)
        start = max(_start_of_passage(signed, spans[first].start), opens)
        end = max(_end_of_passage(text, signed, start), min(spans[first].end, start + PASSAGE_LENGTH))
        html = _render(text, start, min(end, closes), spans, whole=(opens, closes))
        return Passage(html, begins=start, start=spans[first].start)

    def _spans(self, signed: Signed) -> list[Span]:
        if not self._terms:
            return []
        return [
            Span(signed.starts[one.place], signed.ends[one.place + one.length - 1], one.term)
            for one in self._finder.find(" ".join(signed.signatures))
        ]


def _densest(spans: Sequence[Span]) -> int | None:
    """Index of the span that opens the passage with most different terms, then most marks, then the first."""
    best, best_score = None, (0, 0)
    inside: Counter[int] = Counter()
    upto = 0
    for first, opening in enumerate(spans):
        while upto < len(spans) and spans[upto].start < opening.start + PASSAGE_LENGTH - _LEAD:
            inside[spans[upto].term] += 1
            upto += 1
        score = (len(inside), inside.total())
        if score > best_score:
            best, best_score = first, score
        inside[opening.term] -= 1
        if not inside[opening.term]:
            del inside[opening.term]
    return best


def _start_of_passage(signed: Signed, mark: int) -> int:
    earliest = mark - _LEAD
    if earliest <= 0:
        return 0
    place = bisect_right(signed.starts, earliest)
    return min(signed.starts[place], mark) if place < len(signed.starts) else mark


def _end_of_passage(text: str, signed: Signed, start: int) -> int:
    limit = start + PASSAGE_LENGTH
    if limit >= len(text):
        return len(text)
    place = bisect_right(signed.ends, limit)
    return signed.ends[place - 1] if place and signed.ends[place - 1] > start else limit


def _render(
    text: str, start: int, end: int, spans: Sequence[Span], whole: tuple[int, int] | None = None
) -> SafeString:
    """A cut of a text, with an ellipsis where it ends before the `whole` (all of the text) does."""
    opens, closes = whole or (0, len(text))
    pieces = [_ELLIPSIS] if start > opens else []
    at = start
    for low, high in _merged(spans, start, end):
        pieces += [escape(text[at:low]), "<mark>", escape(text[low:high]), "</mark>"]
        at = high
    pieces.append(escape(text[at:end]))
    if end < closes:
        pieces.append(_ELLIPSIS)
    return mark_safe("".join(pieces))  # noqa: S308 - every piece of text was escaped above


def _merged(spans: Sequence[Span], start: int, end: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda span: span.start):
        low, high = span.start, min(span.end, end)
        if low < start or low >= end:
            continue
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged
