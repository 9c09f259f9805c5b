"""What each word says about the language of its sentence.

The votes of a word are one whole number with a field for each language, so that those of a sentence are one sum.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import repeat

from search.analysis.folding import forms_of
from search.analysis.remembering import Remembering
from search.analysis.scripts import SERBIAN_AND_MACEDONIAN
from search.analysis.words import LANGUAGES, known_in

_FREQUENT = {
    "sq": "në dhe të për një me se që nga ka është janë si kjo ky këtë do nuk mund apo edhe por çdo",
    "hbs": "i u je na da se za su od sa kao što koji koja će bi ali nije ili ovo biti iz po do kako samo",
    "mk": "na vo od za so se da e i koi koja što kako gi go ne ili ovaa ovoj site treba bide po",
    "tr": "ve bir bu için ile de da çok olarak daha gibi ne var olan kadar sonra ise değil mi o ki",
    "en": "the of and to in is that for it with as was on be are this by have not from or an at which",
}
_IN_CYRILLIC = frozenset(("hbs", "mk"))
_FREQUENT_IN: dict[str, list[str]] = {}
for _language, _words in _FREQUENT.items():
    for _frequent in _words.split():
        _FREQUENT_IN.setdefault(_frequent, []).append(_language)
_TO_CYRILLIC = str.maketrans(
    {latin: letter for letter, latin in reversed(SERBIAN_AND_MACEDONIAN.items()) if len(latin) == 1}
)
_OWN_LETTERS = (("mk", re.compile("[ѓќѕ]")), ("hbs", re.compile("[ђћ]")), ("tr", re.compile("[ığş]")))
_CYRILLIC = re.compile("[а-яѐ-џ]")

# In 120ths, which a vote of 1 or 1.5 shared by up to five languages is a whole number of.
_KNOWN, _KNOWN_AND_FREQUENT, _OWN_LETTER = 120, 180, 480
_FIELD = 40  # bits: a thousand million words
_MASK = (1 << _FIELD) - 1
_SHIFTS = {language: _FIELD * place for place, language in enumerate(LANGUAGES)}
_PLAIN_ENOUGH = 12  # words, of which one that only this language often has
_CLOSE = 0.75  # of the best language's votes that make a second one likely too


def _as_written(word: str) -> set[str]:
    written = {word, word.translate(_TO_CYRILLIC)} if {*_FREQUENT_IN[word]} & _IN_CYRILLIC else {word}
    return written | {one.capitalize() for one in written}


_FREQUENT_VOTES = {
    written: sum(_KNOWN // len(languages) << _SHIFTS[language] for language in languages)
    for word, languages in _FREQUENT_IN.items()
    for written in _as_written(word)
}
_REMEMBERED = 65_536  # words; some 10 MB when full


def votes_of(word: str) -> int:
    """The votes of a word of at most MAX_FORM characters.

    Worth more the fewer languages know it; words that every text of a language has, and letters that only one
    language writes, count several times.
    """
    exact, folded = forms_of(word)
    if not folded.isalpha() or not folded.isascii():
        return 0
    lowered = word.lower()
    cyrillic = not lowered.isascii() and bool(_CYRILLIC.search(lowered))
    weights = dict.fromkeys(known_in(exact, folded), _KNOWN)
    weights |= dict.fromkeys(_FREQUENT_IN.get(exact, ()), _KNOWN_AND_FREQUENT)
    if cyrillic:
        weights = {language: weight for language, weight in weights.items() if language in _IN_CYRILLIC}
    votes = sum(weight // len(weights) << _SHIFTS[language] for language, weight in weights.items())
    if not lowered.isascii():
        for language, letters in _OWN_LETTERS:
            if letters.search(lowered):
                votes += _OWN_LETTER << _SHIFTS[language]
    return votes


_votes = Remembering(votes_of, _REMEMBERED)


def is_frequent(exact: str) -> bool:
    """Whether every text of some language holds the word, so that it tells nothing about a text."""
    return exact in _FREQUENT_IN


def is_plainly(language: str, words: Sequence[str]) -> bool:
    """Whether so many words are among the language's frequent ones, and no more among another's, that the others
    need not be heard."""
    votes = sum(map(_FREQUENT_VOTES.get, words, repeat(0)))
    own = (votes >> _SHIFTS[language]) & _MASK
    return own * _PLAIN_ENOUGH >= len(words) * _KNOWN and all(
        own >= (votes >> shift) & _MASK for shift in _SHIFTS.values()
    )


def elect(words: Iterable[str]) -> tuple[str, ...]:
    """The one or two languages that know the words best, the likelier first; empty where nothing tells."""
    votes = sum(map(_votes.__getitem__, words))
    if not votes:
        return ()
    ordered = sorted(((votes >> shift) & _MASK, -shift, language) for language, shift in _SHIFTS.items())[:-3:-1]
    best = ordered[0][0]
    return tuple(language for weight, _, language in ordered if weight and weight >= _CLOSE * best)
