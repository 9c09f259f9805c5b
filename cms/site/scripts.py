"""Serbian in its two scripts: institutions write Latin, and `/sr/` shows their words in Cyrillic.

Only what institutions write is transliterated. What people submit stays in the script they chose.
"""

import re
import unicodedata
from functools import lru_cache

import cyrtranslit

_TAG = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
_ELEMENT = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)([^>]*)>", re.DOTALL)
_LANG = re.compile(r"""\blang\s*=\s*["']?([A-Za-z-]+)""")
_VERBATIM = frozenset({"code", "kbd", "pre", "samp", "script", "style", "textarea"})
_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})

#: Addresses are no words: they stay as they are written.
_ADDRESS = r"(?:https?://|www\.)[^\s<>\"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_DOMAIN = r"\b[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|info|eu|gov|rs|mk|al|me|ba|hr)\b(?:/[^\s<>]*)?"
_WORD = r"[A-Za-zČĆŽŠĐčćžšđ]+"
_PLAIN = re.compile(f"({_ADDRESS}|{_DOMAIN})|({_WORD})")
_IN_HTML = re.compile(rf"({_ADDRESS}|{_DOMAIN}|&(?:#\w+|\w+);)|({_WORD})")

_ROMAN = re.compile(r"(?=[IVX]{2,})X{0,3}(?:IX|IV|V?I{0,3})")
_FOREIGN = frozenset("qwxyQWXY")
#: Beginnings of words in which two letters stand for two sounds, not for one Cyrillic letter.
_SEPARATE = re.compile(
    r"(?P<head>in|kon|van|tan)(?=jekc|juga|junk|juk|jezi|jug)"
    r"|(?P<prefix>nad|od|pod|pred)(?=živ|žnj|žup|žal|žanr|žvak|žar)",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def _word(word: str) -> str:
    if _FOREIGN.intersection(word) or _ROMAN.fullmatch(word):
        return word
    if separate := _SEPARATE.match(word):
        return _letters(word[: separate.end()]) + _letters(word[separate.end() :])
    return _letters(word)


def _letters(word: str) -> str:
    for pair in ("LJ", "NJ", "DŽ"):  # cyrtranslit knows these only with a small second letter
        word = word.replace(pair, pair.title())
    return cyrtranslit.to_cyrillic(word, "sr")


def _replace(match: re.Match[str]) -> str:
    return match[1] or _word(match[2])


def text_to_cyrillic(text: str) -> str:
    """Serbian Latin text in Cyrillic; addresses, foreign words and Roman numerals stay as they are."""
    return _PLAIN.sub(_replace, unicodedata.normalize("NFC", text))


def html_to_cyrillic(html: str) -> str:
    """The same for HTML: text nodes only, and not those in code or marked as another language."""
    pieces = []
    skipped: list[str] = []
    for piece in _TAG.split(unicodedata.normalize("NFC", html)):
        if piece.startswith("<"):
            _enter_or_leave(piece, skipped)
            pieces.append(piece)
        else:
            pieces.append(piece if skipped else _IN_HTML.sub(_replace, piece))
    return "".join(pieces)


def _enter_or_leave(tag: str, skipped: list[str]) -> None:
    """Keep `skipped`, the open elements from the outermost one that is left alone, in step with a tag."""
    element = _ELEMENT.match(tag)
    if element is None:
        return
    closing, name, attributes = element[1], element[2].lower(), element[3]
    if name in _VOID or attributes.endswith("/"):
        return
    if closing:
        if name in skipped:
            while skipped.pop() != name:
                continue
        return
    language = _LANG.search(attributes)
    if skipped or name in _VERBATIM or (language and not language[1].lower().startswith("sr")):
        skipped.append(name)
