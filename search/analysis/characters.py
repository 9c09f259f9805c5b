"""Classes of characters, taken from Python's Unicode tables and written as regular-expression sets."""

import re
import unicodedata
from collections.abc import Callable

_STOP = 0x20000  # marks and format characters above live in the supplements named below only

# Letters by their category that show nothing: fillers of Hangul and Khmer, the combining grapheme joiner.
_INVISIBLE = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x3164, 0xFFA0}


def _ranges(belongs: Callable[[int], bool]) -> str:
    found: list[str] = []
    start: int | None = None
    for code in range(_STOP + 1):
        inside = code < _STOP and belongs(code)
        if inside and start is None:
            start = code
        elif not inside and start is not None:
            found.append(f"{chr(start)}-{chr(code - 1)}")
            start = None
    return "".join(found)


def _is_ignorable(code: int) -> bool:
    return code in _INVISIBLE or 0xFE00 <= code <= 0xFE0F or unicodedata.category(chr(code)) == "Cf"


def _is_mark(code: int) -> bool:
    return unicodedata.category(chr(code)).startswith("M") and not _is_ignorable(code)


IGNORABLE = _ranges(_is_ignorable) + "\U000e0000-\U000e0fff"
"""Zero-width characters, soft hyphens, writing-direction controls, variation selectors."""

MARK = _ranges(_is_mark)
"""Combining marks: accents, vowel signs."""

IDEOGRAPH = "\u3040-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Scripts written without spaces whose characters Unicode's word boundaries take one by one."""

DIACRITIC = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+")
"""Marks that a reader may leave out: accents, Hebrew points, Arabic vowel marks (not Indic vowel signs)."""

IGNORABLES = re.compile(f"[{IGNORABLE}]+")
NOT_IN_A_WORD = re.compile(rf"(?:(?![{MARK}])[\W_])+")
"""What a normalised word must not contain: compatibility forms such as ㈱ bring brackets with them."""
