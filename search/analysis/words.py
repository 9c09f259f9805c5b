"""One word, looked at once: its written forms and its keys in each language."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from search.analysis.folding import MAX_FORM, exact_form, forms_of
from search.analysis.lexicon import FOLDER, INDEX, Index, Lexicon
from search.analysis.loose import loose_key
from search.analysis.slips import SHORTEST, meant

LANGUAGES = ("sq", "hbs", "mk", "tr", "en")
"""The languages of the keys, in the order they come in."""

BITS = {language: 1 << place for place, language in enumerate(LANGUAGES)}
"""Of each language in the index of the lexicons."""

_BY_BITS = [tuple(language for language, bit in BITS.items() if bits & bit) for bits in range(1 << len(LANGUAGES))]
_REMEMBERED = 32_768  # words whose facts are kept; some 20 MB when full
_IN_CYRILLIC = frozenset(("hbs", "mk"))
_ABILITY = re.compile("y?[ae]bil(?:ecek|ir)?$")  # Turkish "can", "will be able to": forms of their verb
_TYPED_FOR_ANOTHER = re.compile("[gk]").search
"""In Cyrillic: к and г stand for ќ and ѓ where the keyboard is a Serbian one. The others are themselves."""
_STRETCHED = re.compile(r"(\w)\1{2,}")


class Facts(NamedTuple):
    """All that a word is found by, in some languages: its written forms, its keys, its loose keys."""

    exact: str
    folded: str
    keys: tuple[str, ...]
    loose: tuple[str, ...]


def look_at(word: str, languages: tuple[str, ...]) -> Facts:
    """The facts of a word, its keys in the given languages in their order."""
    exact, folded = forms_of(word)
    if not folded.isalpha() or not folded.isascii():
        return Facts(exact, folded, (), ())
    whole = not word.isascii() and not _TYPED_FOR_ANOTHER(folded)
    keys: list[str] = []
    loose: dict[str, None] = {}
    for language in languages:
        for lemma in lemmas_of(language, exact, folded, whole=whole):
            keys.append(f"{language}:{lemma}")
            loose[f"{language}~{loose_key(language, lemma)}"] = None
    return Facts(exact, folded, tuple(keys), tuple(loose))


facts_of = lru_cache(maxsize=_REMEMBERED)(look_at)
"""`look_at`, with frequent words remembered; for words of at most MAX_FORM characters."""


def bounded(word: str) -> str:
    """A word of at most MAX_FORM characters with the same facts, so that what remembers words stays small."""
    return word if len(word) <= MAX_FORM else exact_form(word)


def lemmas_of(language: str, exact: str, folded: str, *, whole: bool = False) -> tuple[str, ...]:
    """The lemmas of one form in one language, guessed where the lexicon does not have it; empty without files.

    `whole`: see `Lexicon.lemmas`.
    """
    lexicon = lexicon_of(language)
    if lexicon is None:
        return ()
    found = lexicon.lemmas(exact, folded, whole=whole)
    if found:
        return found
    for other in _respelt(language, folded):
        found = lexicon.lemmas(other, other)
        if found:
            return found
    guesses = lexicon.guesses(folded)
    if language in SHORTEST:
        return guesses + _meant(language, exact, folded)
    if language == "tr":
        verb = _ABILITY.sub("", guesses[0])
        return (lexicon.lemmas(verb, verb) if verb != guesses[0] else ()) or guesses
    return guesses


def _meant(language: str, exact: str, folded: str) -> tuple[str, ...]:
    """The lemmas of the word that is written with a slip; none where it may be several, or where it is a word."""
    lexicon = lexicon_of(language)
    if lexicon is None or len(folded) < SHORTEST[language] or known_in(exact, folded):
        return ()
    found = {lexicon.lemmas(other, other) for other in set(meant(language, folded)) if other in lexicon}
    return found.pop() if len(found) == 1 else ()


def known_in(exact: str, folded: str) -> tuple[str, ...]:
    """The languages whose lexicon has a form, spelt as it is."""
    index = _index()
    if index is None:
        return ()
    languages = _BY_BITS[index.lexicons(folded)]
    if exact == folded:
        return languages
    lexicons = ((language, lexicon_of(language)) for language in languages)
    return tuple(language for language, one in lexicons if one is not None and one.has(exact, folded))


def _respelt(language: str, folded: str) -> list[str]:
    """Other spellings to try for a word that is not known: `shkola`, `soooo`."""
    tries: list[str] = []
    if language in _IN_CYRILLIC and "h" in folded:
        tries.append(folded.replace("sh", "s").replace("ch", "c").replace("zh", "z"))
    if _STRETCHED.search(folded):
        tries += [_STRETCHED.sub(r"\1\1", folded), _STRETCHED.sub(r"\1", folded)]
    return [other for other in tries if other != folded and len(other) > 1]


@cache
def _index() -> Index | None:
    path = FOLDER / INDEX
    return Index(path) if path.exists() else None


@cache
def lexicon_of(language: str) -> Lexicon | None:
    """The compiled lexicon of a language; None where it was not compiled."""
    path = FOLDER / f"{language}.marisa"
    return Lexicon(path) if path.exists() else None
