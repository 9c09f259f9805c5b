"""Rough keys: equal for words that are related without being forms of one lemma.

They find more and they find wrong things about as often, so they belong in a field of little weight.
"""

import re

from search.analysis.folding import folded_form

_VOWELS = "aeiouy"
_YAT = re.compile("i?je")  # Serbian mleko, Bosnian mlijeko
_FLEETING = re.compile("[aeo](?=[^aeiou]$)")  # hbs momak: momka; mk bistar: bistra
_GERUND = re.compile(r"(?:(?<=([bdgkmnprtv]))\1)?ing$")  # en planning: plan
_SHORTEST = 3


def loose_key(language: str, lemma: str) -> str:
    """The skeleton of a lemma: folded, without what endings and spellings change; the lemma where it is short."""
    plain = folded_form(lemma)
    if language in ("hbs", "mk"):
        bare = _YAT.sub("e", plain) if "je" in plain else plain
        bare = bare.rstrip(_VOWELS)
        if bare[-2:-1] in ("a", "e", "o"):
            bare = _FLEETING.sub("", bare)
    else:
        bare = (_GERUND.sub("", plain) if language == "en" and plain.endswith("ing") else plain).rstrip(_VOWELS)
    return bare if len(bare) >= _SHORTEST else plain
