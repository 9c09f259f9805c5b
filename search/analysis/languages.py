"""Which languages words have keys in, and which of them a text is in.

Serbian, Croatian, Bosnian and Montenegrin are one: `hbs`. No attempt is made to tell them apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from search.analysis.words import LANGUAGES, Word

_TAGS = {
    **dict.fromkeys(("sq", "sqi", "aln", "als"), "sq"),
    **dict.fromkeys(("sr", "srp", "hr", "hrv", "bs", "bos", "cnr", "me", "sh", "hbs"), "hbs"),
    **dict.fromkeys(("mk", "mkd"), "mk"),
    **dict.fromkeys(("tr", "tur"), "tr"),
    **dict.fromkeys(("en", "eng"), "en"),
}
_CLOSE = 0.75  # of the best language's votes that make a second one likely too


def group_of(code: str | None) -> str | None:
    """The language of keys for a language tag such as "sr-Latn" or "en_GB"; None for others and for none."""
    return _TAGS.get(code.replace("_", "-").partition("-")[0].lower()) if code else None


def detect_language(text: str) -> tuple[str, ...]:
    """The one or two languages of keys `text` seems to be in, the likelier first; empty where nothing tells."""
    from search.analysis.tokens import written_words

    return elect(word for _, _, word in written_words(text))


def elect(words: Iterable[Word]) -> tuple[str, ...]:
    """The one or two languages that know the words best.

    A word's vote is worth more the fewer languages know it; words that every text of a language has, and
    letters that only one language writes, count several times.
    """
    votes: dict[str, float] = defaultdict(float)
    for word in words:
        for language, weight in word.votes:
            votes[language] += weight
    if not votes:
        return ()
    ordered = sorted(votes.items(), key=lambda item: (-item[1], LANGUAGES.index(item[0])))
    best = ordered[0][1]
    return tuple(language for language, weight in ordered[:2] if weight >= _CLOSE * best)


def spoken(declared: str | None, words: Sequence[Word], least: int) -> tuple[str, ...]:
    """The languages to give keys in: what is declared, and what `least` words or more clearly are instead."""
    group = group_of(declared)
    if group and len(words) < least:
        return (group,)
    elected = elect(words)
    if group is None:
        return elected or LANGUAGES
    return (group,) if group in elected else (group, *elected[:1])


__all__ = ["LANGUAGES", "detect_language", "elect", "group_of", "spoken"]
