"""Which languages words have keys in, and which of them a text is in.

Serbian, Croatian, Bosnian and Montenegrin are one: `hbs`. No attempt is made to tell them apart.
"""

from collections.abc import Sequence

from search.analysis.votes import elect, is_plainly
from search.analysis.words import LANGUAGES

_TAGS = {
    **dict.fromkeys(("sq", "sqi", "aln", "als"), "sq"),
    **dict.fromkeys(("sr", "srp", "hr", "hrv", "bs", "bos", "cnr", "me", "sh", "hbs"), "hbs"),
    **dict.fromkeys(("mk", "mkd"), "mk"),
    **dict.fromkeys(("tr", "tur"), "tr"),
    **dict.fromkeys(("en", "eng"), "en"),
}


def group_of(code: str | None) -> str | None:
    """The language of keys for a language tag such as "sr-Latn" or "en_GB"; None for others and for none."""
    return _TAGS.get(code.replace("_", "-").partition("-")[0].lower()) if code else None


def detect_language(text: str) -> tuple[str, ...]:
    """The one or two languages of keys `text` seems to be in, the likelier first; empty where nothing tells."""
    from search.analysis.tokens import Row

    return elect(Row.of(text).words)


def spoken(declared: str | None, words: Sequence[str], least: int) -> tuple[str, ...]:
    """The languages to give keys in: what is declared, and what `least` words or more clearly are instead."""
    group = group_of(declared)
    if group and (len(words) < least or is_plainly(group, words)):
        return (group,)
    elected = elect(words)
    if group is None:
        return elected or LANGUAGES
    return (group,) if group in elected else (group, *elected[:1])


__all__ = ["LANGUAGES", "detect_language", "elect", "group_of", "spoken"]
