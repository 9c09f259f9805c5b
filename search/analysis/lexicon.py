"""The compiled lexicons: for a word, its lemmas in one language.

Each language is one file, a trie of marisa-trie, memory-mapped: processes share its pages and loading reads
none. Its keys are folded forms, so that what is typed plainly finds the same; what an entry says beyond that
is packed by `Entry`. Endings, for words it does not know, are keys behind `ENDING`.
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import marisa_trie

from search.analysis.spellings import SPELLINGS, marked, spelling_of, typed

FOLDER = Path(__file__).resolve().parent / "lexicons"
"""Where the compiled files are; `python -m search.analysis.compiling` makes them."""

RECORD = "record.json"
"""What was compiled from what; the last file written, so that its presence says that all are."""

INDEX = "index.marisa"
"""Which of them have a form."""

ENDING = "\x01"
LONGEST_ENDING = 7
SHORTEST_STEM = 2
_JUST_SEEN = 1024  # words; a long sentence has 60
_SPELT_OUT = 255


class Entry(NamedTuple):
    """One lemma of one form.

    `spelling` is a byte that tells forms apart which fold alike, as `written_as` makes it. The lemma is the folded
    form without its last `strip` characters, with `suffix` behind; `marks` then puts the letters that were folded
    back in: "3š" at its third character. Packed as it stands here.
    """

    spelling: int
    strip: int
    suffix: str
    marks: str = ""

    def packed(self) -> bytes:
        """As stored in the trie."""
        tail = f"{self.suffix}\x02{self.marks}" if self.marks else self.suffix
        return bytes((self.spelling, self.strip)) + tail.encode()

    def lemma(self, folded: str) -> str:
        """The lemma's exact form, for the folded form that it was found by."""
        return _lemma(folded, self.strip, self.suffix, self.marks)


def unpacked(data: bytes) -> Entry:
    """The entry that `Entry.packed` wrote."""
    suffix, _, marks = data[2:].decode().partition("\x02")
    return Entry(data[0], data[1], suffix, marks)


def _lemma(folded: str, strip: int, suffix: str, marks: str) -> str:
    if strip == _SPELT_OUT:
        return suffix
    lemma = folded[: len(folded) - strip] + suffix
    return marked(lemma, marks) if marks else lemma


def _lemma_in(data: bytes, folded: str) -> str:
    """`unpacked(data).lemma(folded)` without the detour."""
    suffix, _, marks = data[2:].decode().partition("\x02")
    return _lemma(folded, data[1], suffix, marks)


def entry_of(spelling: int, folded: str, lemma: str, folded_lemma: str, marks: str | None) -> Entry:
    """The entry that leads from a folded form to a lemma, whose `marks_of` are given."""
    strip, suffix = change(folded, folded_lemma)
    if marks is None or strip >= _SPELT_OUT:
        return Entry(spelling, _SPELT_OUT, lemma)
    return Entry(spelling, strip, suffix, marks)


def change(form: str, lemma: str) -> tuple[int, str]:
    """How many characters to take from the form's end and what to put there, to get the lemma."""
    same = 0
    for one, other in zip(form, lemma, strict=False):
        if one != other:
            break
        same += 1
    return len(form) - same, lemma[same:]


class Lexicon:
    """One language's compiled file."""

    def __init__(self, path: Path) -> None:
        self._trie = marisa_trie.BytesTrie()
        self._trie.mmap(str(path))
        # A word is looked up for its vote and for its keys, shortly after one another.
        self._packed = lru_cache(maxsize=_JUST_SEEN)(self._trie.get)

    def forms(self) -> Iterator[str]:
        """Every folded form, one with several entries several times."""
        return (key for key in self._trie.iterkeys() if not key.startswith(ENDING))

    def __contains__(self, folded: str) -> bool:
        """Whether some form is folded like this; for many forms that are asked for once, nothing is remembered."""
        return folded in self._trie

    def has(self, exact: str, folded: str) -> bool:
        """Whether some form is spelt just like this or, for a word without diacritics, like this but for them."""
        packed = self._packed(folded)
        if packed is None or exact == folded:
            return packed is not None
        spelling = spelling_of(exact, folded)
        return any(one[0] & SPELLINGS == spelling for one in packed)

    def lemmas(self, exact: str, folded: str, *, whole: bool = False) -> tuple[str, ...]:
        """Lemmas of a form: those of just this spelling if it has diacritics and is known, else of all.

        `whole`: it was written with all its letters, though they have no diacritics.
        """
        packed = self._packed(folded)
        if packed is None:
            return ()
        if whole or exact != folded:
            spelling = spelling_of(exact, folded)
            own = [one for one in packed if one[0] & SPELLINGS == spelling]
            packed = own or typed(packed, with_j=len(exact) > len(folded))
        elif len(packed) > 1:
            packed = typed(packed, with_j=False)
        if len(packed) == 1:
            return (_lemma_in(packed[0], folded),)
        return tuple(sorted({_lemma_in(one, folded) for one in packed}))

    def guesses(self, folded: str) -> tuple[str, ...]:
        """Lemmas that an unknown form's ending suggests: known ones if the lexicon has them, else folded."""
        found: set[str] = set()
        for length in range(min(LONGEST_ENDING, len(folded) - SHORTEST_STEM), -1, -1):
            packed = self._trie.get(ENDING + folded[len(folded) - length :])
            if packed is not None:
                for one in packed:
                    strip, suffix = one[0], one[1:].decode()
                    candidate = folded[: len(folded) - strip] + suffix
                    found.update(self._lemmas_spelt(candidate) or (candidate,))
                break
        return tuple(sorted(found)) or (folded,)

    def _lemmas_spelt(self, folded: str) -> Iterator[str] | tuple[str, ...]:
        entries = map(unpacked, self._trie.get(folded) or ())
        return tuple(one.lemma(folded) for one in entries if one.strip == 0 and not one.suffix)


class Index:
    """Which lexicons have a folded form: one look-up instead of one in each.

    One file, a trie whose values are a byte with a bit for each language.
    """

    def __init__(self, path: Path) -> None:
        trie = marisa_trie.BytesTrie()
        trie.mmap(str(path))
        self._packed = lru_cache(maxsize=_JUST_SEEN)(trie.get)

    def lexicons(self, folded: str) -> int:
        """The sum of the bits of the languages that have the form."""
        packed = self._packed(folded)
        return packed[0][0] if packed else 0


def record(folder: Path = FOLDER) -> dict[str, object]:
    """What was compiled, as `compiling` noted it; empty where nothing was."""
    try:
        return json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
