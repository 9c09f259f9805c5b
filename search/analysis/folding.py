"""The two written forms a word is found by.

`exact` joins what is the same word in another case, script or encoding: `ОПШТИНА` and `opština`.
`folded` also joins what people type without the marks: `opstina`, `qeverise`, `djordje`, `ISPARTA`.
Neither depends on a language, because a person who searches names none.
"""

import re
import unicodedata
from functools import lru_cache

from search.analysis.characters import DIACRITIC, IGNORABLES, NOT_IN_A_WORD
from search.analysis.scripts import CYRILLIC_TO_LATIN

MAX_FORM = 64
"""Characters of a form that count; a word longer than this is found by its beginning."""

# Letters that Unicode does not decompose into a base and a mark.
_PLAIN = str.maketrans(
    {"đ": "d", "ð": "d", "ı": "i", "ł": "l", "ø": "o", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th"}
)
# dj is how đ is typed without its stroke; gj and kj are Macedonian ѓ and ќ, which are also typed г and к.
_DIGRAPH = re.compile("([dgk])j+")
_DOT_ABOVE_I = "i\u0307"


def exact_form(word: str) -> str:
    """One word in NFC, lower case (İ and I both become i), Latin letters for Cyrillic, at most MAX_FORM long.

    Zero-width characters are removed and compatibility forms (full width, ligatures) resolved. Empty when
    nothing of a word is left.
    """
    return _forms(word)[0]


def folded_form(word: str) -> str:
    """The exact form without diacritics: ë e, ç c, č ć c, š s, ž z, đ dj d, ı i; at most MAX_FORM long."""
    return _forms(word)[1]


@lru_cache(maxsize=1024)  # a word is looked at for its vote and for its keys, shortly after one another
def forms_of(word: str) -> tuple[str, str]:
    """`(exact_form(word), folded_form(word))`, for words of at most MAX_FORM characters."""
    return _forms(word)


def _forms(word: str) -> tuple[str, str]:
    exact = _exact(word)[:MAX_FORM]  # first, so that equal exact forms always fold alike
    return exact, _folded(exact)[:MAX_FORM]


# Words of our languages' own letters, nearly all there are, need none of Unicode's longer rules.
_LATIN = "abcdefghijklmnopqrstuvwxyzëçčćšžđığöşüâêîû"
_IS_LATIN = re.compile(f"[{_LATIN}]*").fullmatch
_IS_PLAIN = re.compile(f"[{_LATIN}абвгдежзијклмнопрстуфхцчшђљњћџѓќѕ]*").fullmatch


def _exact(word: str) -> str:
    lowered = word.lower()
    if lowered.isascii() and lowered.isalnum():
        return lowered
    if _IS_PLAIN(lowered):
        return lowered.translate(CYRILLIC_TO_LATIN)
    text = unicodedata.normalize("NFKC", IGNORABLES.sub("", word))
    text = text.lower().replace(_DOT_ABOVE_I, "i")
    text = unicodedata.normalize("NFC", text).translate(CYRILLIC_TO_LATIN)
    return unicodedata.normalize("NFC", NOT_IN_A_WORD.sub("", text))


def _folded(exact: str) -> str:
    is_ascii = exact.isascii()
    if is_ascii or _IS_LATIN(exact):
        plain = exact if is_ascii else exact.translate(_FOLDS)
        return _DIGRAPH.sub(r"\1", plain) if "j" in plain else plain
    text = unicodedata.normalize("NFKD", exact.casefold())
    text = DIACRITIC.sub("", text).translate(_PLAIN)
    text = NOT_IN_A_WORD.sub("", unicodedata.normalize("NFC", text))
    return _DIGRAPH.sub(r"\1", text)


_FOLDS = {ord(letter): unicodedata.normalize("NFD", letter)[0].translate(_PLAIN) for letter in _LATIN}
