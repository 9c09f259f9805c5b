"""Words as they may have been meant, for a word that no lexicon has, in the languages whose slips are known.

Each is one slip away: two letters that changed places (`recieve`), one that is doubled or should be (`untill`,
`comittee`, `rrezultat`), one left out (`enviroment`), a vowel put in. In English also an a, e or i that is not
stressed taken for another (`seperate`), and a last letter lost; in Albanian an ë that is not heard, left out or
put in (`qytetarve`, `gjithëmonë`), which its writers are most often unsure of. Any other letter put in or taken
for another is none: that leads from names to words too often.
"""

from collections.abc import Callable, Iterator
from string import ascii_lowercase

SHORTEST = {"en": 4, "sq": 6}
"""Letters of a word that is taken for a slip; shorter ones are too near to one another."""

_SHORTEST_BUT_FOR_SWAPS = 5
_SHORTEST_WITHOUT_ITS_END = 6
_SHORTEST_BUT_FOR_WHAT_IS_NOT_HEARD = 7

_VOWELS = "aeiou"
_ALIKE = "aei"  # where they are not stressed
_SONORANTS = "lmnr"


def meant(language: str, folded: str) -> Iterator[str]:
    """Spellings one slip away from a folded form; its first letter stays as it is."""
    return _MEANT[language](folded)


def _in_english(folded: str) -> Iterator[str]:
    if folded.endswith("in"):
        yield f"{folded}g"  # as it is said: `walkin'`
    if len(folded) >= _SHORTEST_WITHOUT_ITS_END:
        yield from map(folded.__add__, ascii_lowercase)
    yield from _swapped(folded)
    if len(folded) < _SHORTEST_BUT_FOR_SWAPS:
        return
    yield from _one_more_or_less(folded)
    for before, letter, after in _places(folded):
        if letter in _ALIKE:
            yield from (f"{before}{vowel}{after}" for vowel in _ALIKE if vowel != letter)


def _in_albanian(folded: str) -> Iterator[str]:
    for before, letter, after in _places(folded):
        if letter == "e":
            yield before + after
        elif letter in _SONORANTS:
            yield f"{before}e{letter}{after}"
        if letter in "lr":
            yield before + after if letter == before[-1] else f"{before}{letter}{letter}{after}"
    if len(folded) >= _SHORTEST_BUT_FOR_WHAT_IS_NOT_HEARD:
        yield from _swapped(folded)
        yield from _one_more_or_less(folded)


def _swapped(folded: str) -> Iterator[str]:
    for before, letter, after in _places(folded):
        if after and after[0] != letter:
            yield f"{before}{after[0]}{letter}{after[1:]}"


def _one_more_or_less(folded: str) -> Iterator[str]:
    for before, letter, after in _places(folded):
        yield from (f"{before}{missing}{letter}{after}" for missing in ascii_lowercase)
        if letter == before[-1] or letter in _VOWELS:
            yield before + after


def _places(folded: str) -> Iterator[tuple[str, str, str]]:
    return ((folded[:at], folded[at], folded[at + 1 :]) for at in range(1, len(folded)))


_MEANT: dict[str, Callable[[str], Iterator[str]]] = {"en": _in_english, "sq": _in_albanian}
