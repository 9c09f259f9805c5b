"""What is done to a person's words before they are stored: only what could harm readers or the database.

Line ends become `\\n`; NUL and other control characters go, save tab and line end; so do the bidirectional
overrides, embeddings and isolates that could make the page around a text read differently
(Unicode Technical Report 36, "Trojan source"), and what Unicode calls non-characters. Marks that belong to
words stay: ZWJ and ZWNJ between letters (and inside emoji), LRM and RLM. The result is in NFC.
"""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_UNWANTED = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # C0 and C1 controls, without tab, line feed, next line
    "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides, isolates and their ends
    "\u2060-\u2064\u206a-\u206f\u00ad\u200b\ufeff\u180e"  # invisible operators, soft hyphen, zero-width spaces
    "\ufdd0-\ufdef\ufffe\uffff\ufff9-\ufffb"  # non-characters, interlinear annotation
    "\U000e0000-\U000e0fff"  # tags: invisible letters
    "]"
)
_JOINERS = re.compile("[\u200c\u200d]+")
_JOINABLE = ("L", "M", "So", "Sk")  # letters, marks, and the pictures that emoji are joined from
_SPACE_BEFORE_LINE_END = re.compile("[ \t]+(?=\n)")
_MANY_LINE_ENDS = re.compile("\n{4,}")
_SPACES = re.compile(r"\s+")


class Unstorable(ValueError):
    """Text with half a character (a lone surrogate): no database and no page can hold it."""


def normalise_text(text: str) -> str:
    """A person's words, as they are stored; idempotent. `Unstorable` for lone surrogates."""
    text = _cleaned(text)
    text = _SPACE_BEFORE_LINE_END.sub("", text)
    return _MANY_LINE_ENDS.sub("\n\n\n", text).strip()


def normalise_line(text: str) -> str:
    """A name or another single line: as `normalise_text`, with every run of white space one space."""
    return _SPACES.sub(" ", _cleaned(text)).strip()


def _cleaned(text: str) -> str:
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise Unstorable("the text has a lone surrogate")
    text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", _JOINERS.sub(_inside_words, text))


def _inside_words(joiners: re.Match[str]) -> str:
    """One joiner where it joins something, none elsewhere."""
    text, start, end = joiners.string, joiners.start(), joiners.end()
    neighbours = text[start - 1 : start], text[end : end + 1]
    joins = all(character and unicodedata.category(character).startswith(_JOINABLE) for character in neighbours)
    return joiners.group()[0] if joins else ""
