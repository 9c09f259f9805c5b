"""Which word that occurs is nearest to one that does not."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST, _LONG = 4, 7

W = TypeVar("W", bound=tuple)


def most_edits(folded: str) -> int:
    """How many letters of a word may be wrong: none of a short one, two of a long one."""
    if len(folded) < _SHORTEST or not folded.isalpha():
        return 0
    return 1 if len(folded) < _LONG else 2


def nearest(folded: str, words: Iterable[W]) -> list[W]:
    """All spellings of the nearest word, the most frequent of several. `words` are (folded, …, documents)."""
    by_folded: dict[str, list[W]] = {}
    for word in words:
        by_folded.setdefault(word[0], []).append(word)
    most = most_edits(folded)
    letters = set(folded)
    ranked = []
    for candidate, spellings in by_folded.items():
        # An edit brings in one letter and takes away one at most: a quick look spares most of the comparing.
        if len(letters.symmetric_difference(candidate)) > 2 * most:
            continue
        edits = distance(folded, candidate, most)
        if 0 < edits <= most:
            ranked.append((edits, -sum(word[-1] for word in spellings), candidate))
    return by_folded[min(ranked)[2]] if ranked else []


def one_edit_away(folded: str) -> Iterator[str]:
    """Every word of plain letters that one edit makes."""
    for place in range(len(folded) + 1):
        head, tail = folded[:place], folded[place:]
        for letter in _LETTERS:
            yield f"{head}{letter}{tail}"
            if tail:
                yield f"{head}{letter}{tail[1:]}"
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


def distance(one: str, other: str, most: int) -> int:
    """Letters to add, leave out, change or swap with their neighbour; `most` + 1 for more than `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        older, before, row = before, row, [place]
        for at, another in enumerate(other, 1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != another))
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == another:
                cost = min(cost, older[at - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
