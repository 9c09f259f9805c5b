"""Which lemmas of an Albanian form count, where the grammar reads it in several ways.

The paradigms make every form that a word could have. Where one of them is spelt like a common form of another
word, it is that one in nearly every text, and the rare one only joins what does not belong together.
"""

import re

# Kinds of readings, as bits: a lemma may have a form in several ways.
RARE = 1
"""Dialect, admirative and optative, what `I` and `you` (one person) did, imperatives with a pronoun behind."""
NOUN = 2
ADJECTIVE = 4
DEFINITE_ADJECTIVE = 8
"""An adjective used as a noun, with the article behind it: `i bukuri`, the beautiful one."""
IMPERFECT = 16
OTHER = 32
FUNCTION = 64
"""Conjunctions and the particles of the verb, such as `duke`."""

_FUNCTION_WORDS = ("CONJ", "VB_PART")
_SPOKEN_PAST = re.compile(r"\b(2,sg,(aor|ipf)|1,sg,aor)\b")
_RARE_TAGS = ("CLIT", "Gheg", "adm", "opt", "def,nonst")


def reading_of(word: str, form: str) -> int:
    """The kind of a reading, from the grammar's tags of the word ("NOUN,f") and of its form ("sg,nom,def")."""
    if any(tag in form for tag in _RARE_TAGS) or _SPOKEN_PAST.search(form):
        return RARE
    part_of_speech = word.partition(",")[0]
    if part_of_speech in _FUNCTION_WORDS:
        return FUNCTION
    if part_of_speech == "NOUN":
        return NOUN
    if part_of_speech == "A":
        return DEFINITE_ADJECTIVE if ",def" in form else ADJECTIVE
    return IMPERFECT if part_of_speech == "V" and "ipf" in form else OTHER


def settled(form: str, readings: dict[str, int]) -> set[str]:
    """The lemmas of a form that count, of all and how each is read.

    - What is rare yields to anything else, and everything to a function word.
    - `lindja` is "the birth", of `lindje`, rather than "I was born": imperfects yield to a noun of action in -je.
    - `bukuri` is "beauty" rather than "the beautiful one": adjectives yield to an abstract noun in -i.
    - Other adjectives with an article yield to what needs none to be a noun.
    """
    if len(readings) == 1:
        return set(readings)
    functions = {lemma for lemma, kinds in readings.items() if kinds & FUNCTION}
    if functions:
        return functions
    nouns = [lemma for lemma, kinds in readings.items() if kinds & NOUN]
    left = _without(RARE, readings)
    if form.endswith(("ja", "je")) and f"{form[:-1]}e" in nouns:
        left = _without(IMPERFECT, left)
    if any(noun.endswith("i") and form.startswith(noun) for noun in nouns):
        left = _without(ADJECTIVE | DEFINITE_ADJECTIVE, left)
    return set(_without(DEFINITE_ADJECTIVE, left))


def _without(kinds: int, readings: dict[str, int]) -> dict[str, int]:
    """The readings but those of these kinds; all where nothing would be left."""
    left = {lemma: rest for lemma, found in readings.items() if (rest := found & ~kinds)}
    return left or readings
