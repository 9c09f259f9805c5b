"""English words as they may have been meant, for a word that no lexicon has.

Each is one slip away: two letters that changed places (`recieve`), one that is doubled or should be (`untill`,
`comittee`), one left out (`enviroment`), a vowel put in, and an a, e or i that is not stressed taken for another
(`seperate`). Any other letter put in or taken for another is none: that leads from names to words too often.
"""

from collections.abc import Iterator
from string import ascii_lowercase

SHORTEST = 4
"""Letters of a word that is taken for a slip; shorter ones are too near to one another."""

_SHORTEST_BUT_FOR_SWAPS = 5
_SHORTEST_WITHOUT_ITS_END = 6

_VOWELS = "aeiou"
_ALIKE = "aei"  # where they are not stressed


def meant(folded: str) -> Iterator[str]:
    """Spellings one slip away from a folded form; its first letter stays as it is."""
    if folded.endswith("in"):
        yield f"{folded}g"  # as it is said: `walkin'`
    if len(folded) >= _SHORTEST_WITHOUT_ITS_END:
        yield from map(folded.__add__, ascii_lowercase)
    for at in range(1, len(folded)):
        before, letter, after = folded[:at], folded[at], folded[at + 1 :]
        if after and after[0] != letter:
            yield f"{before}{after[0]}{letter}{after[1:]}"
        if len(folded) < _SHORTEST_BUT_FOR_SWAPS:
            continue
        yield from (f"{before}{missing}{letter}{after}" for missing in ascii_lowercase)
        if letter == before[-1] or letter in _VOWELS:
            yield before + after
        if letter in _ALIKE:
            yield from (f"{before}{vowel}{after}" for vowel in _ALIKE if vowel != letter)
