"""One word, looked at once: its written forms, its keys in each language, its vote for a text's language."""

import re
from functools import cache, lru_cache

from search.analysis.folding import MAX_FORM, forms
from search.analysis.lexicon import FOLDER, Lexicon
from search.analysis.loose import loose_key

LANGUAGES = ("sq", "hbs", "mk", "tr", "en")
"""The languages of the keys, in the order they come in."""

REMEMBERED = 16_384
"""Words whose keys are kept; some 15 MB when full."""

_FREQUENT = {
    "sq": "në dhe të për një me se që nga ka është janë si kjo ky këtë do nuk mund apo edhe por çdo",
    "hbs": "i u je na da se za su od sa kao što koji koja će bi ali nije ili ovo biti iz po do kako samo",
    "mk": "na vo od za so se da e i koi koja što kako gi go ne ili ovaa ovoj site treba bide po",
    "tr": "ve bir bu için ile de da çok olarak daha gibi ne var olan kadar sonra ise değil mi o ki",
    "en": "the of and to in is that for it with as was on be are this by have not from or an at which",
}
_OWN_LETTERS = (("mk", re.compile("[ѓќѕ]")), ("hbs", re.compile("[ђћ]")), ("tr", re.compile("[ığş]")))
_CYRILLIC = re.compile("[а-яѐ-џ]")
_IN_CYRILLIC = frozenset(("hbs", "mk"))
_ABILITY = re.compile("y?[ae]bil$")  # Turkish "can": a form of its verb
_STRETCHED = re.compile(r"(\w)\1{2,}")
_FREQUENT_VOTE, _OWN_LETTER_VOTE = 1.5, 4.0

_FORMS_OF_FREQUENT = {language: frozenset(words.split()) for language, words in _FREQUENT.items()}


class Word:
    """A word as it was written, with what the analysis finds about it, each when first asked for."""

    __slots__ = ("_keys", "_votes", "exact", "folded", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.exact, self.folded = forms(text)
        self._keys: dict[tuple[str, ...], tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self._votes: tuple[tuple[str, float], ...] | None = None

    def keys(self, languages: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """`(keys, loose keys)` in the given languages."""
        found = self._keys.get(languages)
        if found is None:
            found = self._keys[languages] = self._find_keys(languages)
        return found

    def _find_keys(self, languages: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if not self.folded.isalpha() or not self.folded.isascii():
            return (), ()
        keys: list[str] = []
        loose: list[str] = []
        for language in languages:
            for lemma in lemmas_of(language, self.exact, self.folded):
                keys.append(f"{language}:{lemma}")
                rough = f"{language}~{loose_key(language, lemma)}"
                if rough not in loose:
                    loose.append(rough)
        return tuple(keys), tuple(loose)

    @property
    def votes(self) -> tuple[tuple[str, float], ...]:
        """Languages the word may be of, with weights."""
        if self._votes is None:
            self._votes = _votes(self)
        return self._votes


def lemmas_of(language: str, exact: str, folded: str) -> tuple[str, ...]:
    """The lemmas of one form in one language, guessed where the lexicon does not have it; empty without files."""
    lexicon = lexicon_of(language)
    if lexicon is None:
        return ()
    found = lexicon.lemmas(exact, folded)
    if found:
        return found
    for other in _respelt(language, folded):
        found = lexicon.lemmas(other, other)
        if found:
            return found
    guesses = lexicon.guesses(folded)
    if language == "tr" and (able := _ABILITY.sub("", guesses[0])) != guesses[0]:
        return lexicon.lemmas(able, able) or guesses
    return guesses


def known_in(word: Word) -> tuple[str, ...]:
    """The languages whose lexicon has the word, spelt as it is."""
    lexicons = ((language, lexicon_of(language)) for language in LANGUAGES)
    return tuple(language for language, one in lexicons if one is not None and one.has(word.exact, word.folded))


def _respelt(language: str, folded: str) -> list[str]:
    """Other spellings to try for a word that is not known: `shkola`, `soooo`, `goin`."""
    tries: list[str] = []
    if language in _IN_CYRILLIC and "h" in folded:
        tries.append(folded.replace("sh", "s").replace("ch", "c").replace("zh", "z"))
    if _STRETCHED.search(folded):
        tries += [_STRETCHED.sub(r"\1\1", folded), _STRETCHED.sub(r"\1", folded)]
    if language == "en" and folded.endswith("in"):
        tries.append(folded + "g")
    return [other for other in tries if other != folded]


def _votes(word: Word) -> tuple[tuple[str, float], ...]:
    if not word.folded.isalpha() or not word.folded.isascii():
        return ()
    lowered = word.text.lower()
    cyrillic = not lowered.isascii() and bool(_CYRILLIC.search(lowered))
    weights: dict[str, float] = {}
    for language in LANGUAGES:
        if cyrillic and language not in _IN_CYRILLIC:
            continue
        if word.exact in _FORMS_OF_FREQUENT[language]:
            weights[language] = _FREQUENT_VOTE
        elif (lexicon := lexicon_of(language)) is not None and lexicon.has(word.exact, word.folded):
            weights[language] = 1.0
    shared = len(weights) or 1
    weights = {language: weight / shared for language, weight in weights.items()}
    if not lowered.isascii():
        for language, letters in _OWN_LETTERS:
            if letters.search(lowered):
                weights[language] = weights.get(language, 0.0) + _OWN_LETTER_VOTE
    return tuple(weights.items())


@cache
def lexicon_of(language: str) -> Lexicon | None:
    """The compiled lexicon of a language; None where it was not compiled."""
    path = FOLDER / f"{language}.marisa"
    return Lexicon(path) if path.exists() else None


_word = lru_cache(maxsize=REMEMBERED)(Word)


def word_of(text: str) -> Word:
    """The word that is written so; frequent ones are remembered."""
    return _word(text) if len(text) <= MAX_FORM else Word(text)
