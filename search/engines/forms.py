"""Forms of tokens as engines store them: words parted by blanks, never taken for each other."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from search.signatures import read_signature

# Neither occurs in a word, so that no prefix of a word is the beginning of a key.
_KEY_MARK = "\ue000"
_ASCII = str.maketrans({code: chr(0xE000 + code) for code in range(128) if not chr(code).isalnum()})


class Columns(NamedTuple):
    """One field's tokens, form by form."""

    exact: str
    folded: str
    keys: str
    loose: str


@lru_cache(maxsize=65_536)
def stored_key(key: str) -> str:
    """A key in characters that every engine takes as one word, distinct from every written word."""
    return f"{_KEY_MARK}{key.translate(_ASCII)}"


@lru_cache(maxsize=65_536)
def _columns_of(signature: str) -> Columns:
    exact, folded, keys, loose = read_signature(signature)
    return Columns(exact, folded, " ".join(map(stored_key, keys)), " ".join(map(stored_key, loose)))


def columns_of(signatures: Iterable[str]) -> Columns:
    """The columns of one field."""
    rows = [_columns_of(signature) for signature in signatures]
    if not rows:
        return Columns("", "", "", "")
    exact, folded, keys, loose = zip(*rows, strict=True)
    return Columns(" ".join(exact), " ".join(folded), " ".join(filter(None, keys)), " ".join(filter(None, loose)))
