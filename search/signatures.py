"""A text as a row of signatures: all the forms of each token in one string, the same for every engine.

    exact|folded|keys|loose        opštine|opstine|hbs:opština|hbs~opst

`folded` is empty where it equals `exact`; keys and loose keys are parted by commas. A word gives the same
signature wherever it stands, so what is found out about one is remembered for all.
"""

import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, repeat
from typing import NamedTuple

from search.analysis.remembering import Remembering
from search.analysis.tokens import rows_of
from search.analysis.words import look_at
from search.documents import SearchDocument

HEAD = 400
"""Tokens of a body that take part in ranking; the rest only in finding and marking."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_PARTING = str.maketrans("", "", " |,\n")  # what parts forms must not be in them
_PARTS = re.compile("[ |\n]").search
_LEVEL = 1  # of compression: quick
_BYTES, _WORDS = b"1", b"4"  # bytes a number


class Forms(NamedTuple):
    """What a signature says."""

    exact: str
    folded: str
    keys: tuple[str, ...]
    loose: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """The signatures of a text's tokens, and where each token starts and ends in the text."""

    signatures: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]


@dataclass(frozen=True, slots=True)
class Packed:
    """A document's signatures, compressed: `head` is the title and HEAD tokens of the body, `tail` the rest of the
    body (empty: none), `places` where they stand."""

    head: bytes
    tail: bytes
    places: bytes


def storable(text: str) -> str:
    """Text that UTF-8 can write: half of a surrogate pair becomes U+FFFD, so that offsets stay."""
    return _SURROGATE.sub("\ufffd", text)


def sign(text: str, language: str | None) -> Signed:
    """The signatures of a text in a language (None: to be found out)."""
    signatures: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for row, languages in rows_of(text, language):
        signatures += map(known_signatures.__getitem__, zip(row.words, repeat(languages)))
        starts += row.starts
        ends += row.ends
    return Signed(signatures, starts, ends)


def read_signature(signature: str) -> Forms:
    """The forms in a signature."""
    exact, folded, keys, loose = signature.split("|")
    return Forms(
        exact,
        folded or exact,
        tuple(keys.split(",")) if keys else (),
        tuple(loose.split(",")) if loose else (),
    )


def sign_document(document: SearchDocument) -> tuple[Signed, Signed]:
    """The signatures of title and body, of what is storable of them."""
    language = document.language or None
    return sign(storable(document.title), language), sign(storable(document.body), language)


def pack(title: Signed, body: Signed) -> Packed:
    """Both in few bytes."""
    head = f"{' '.join(title.signatures)}\n{' '.join(body.signatures[:HEAD])}"
    tail = " ".join(body.signatures[HEAD:])
    return Packed(
        zlib.compress(head.encode(), _LEVEL),
        zlib.compress(tail.encode(), _LEVEL) if tail else b"",
        _packed([*_steps(title), *_steps(body)]),
    )


def unpack_head(head: bytes) -> tuple[str, str]:
    """The signatures of the title, and the first ones of the body, each parted by blanks."""
    title, _, body = zlib.decompress(head).decode().partition("\n")
    return title, body


def unpack_signatures(head: bytes, tail: bytes) -> tuple[list[str], list[str]]:
    """All signatures of the title and of the body."""
    title, body = (part.split() for part in unpack_head(head))
    return title, body + zlib.decompress(tail).decode().split() if tail else body


def unpack(packed: Packed) -> tuple[Signed, Signed]:
    """Title and body as they were packed."""
    title, body = unpack_signatures(packed.head, packed.tail)
    numbers = _unpacked(packed.places)
    return _placed(title, numbers[: 2 * len(title)]), _placed(body, numbers[2 * len(title) :])


def _signature(word: tuple[str, tuple[str, ...]]) -> str:
    exact, folded, keys, loose = look_at(*word)
    different = "" if folded == exact else folded
    return f"{exact}|{different}|{_joined(keys)}|{_joined(loose)}"


known_signatures = Remembering(_signature, 32_768)
"""Of words in languages. Some 10 MB when full; a rebuild makes room for more."""


def _joined(keys: tuple[str, ...]) -> str:
    joined = ",".join(keys)
    if joined.count(",") >= len(keys) > 0 or _PARTS(joined):
        return ",".join(map(plain_key, keys))
    return joined


def plain_key(key: str) -> str:
    """A key as it stands in a signature, and is asked for."""
    return key.translate(_PARTING)


def _packed(numbers: Sequence[int]) -> bytes:
    """Whole numbers, none negative: a byte each where that is enough, as it is for nearly every text."""
    try:
        return _BYTES + bytes(numbers)
    except ValueError:
        return _WORDS + zlib.compress(struct.pack(f"<{len(numbers)}I", *numbers), _LEVEL)


def _unpacked(packed: bytes) -> Sequence[int]:
    if packed[:1] == _BYTES:
        return packed[1:]
    raw = zlib.decompress(packed[1:])
    return struct.unpack(f"<{len(raw) // 4}I", raw)


def _steps(signed: Signed) -> list[int]:
    """For each token how far it starts after the one before, and how long it is."""
    numbers: list[int] = []
    before = 0
    for start, end in zip(signed.starts, signed.ends, strict=True):
        numbers += (start - before, end - start)
        before = start
    return numbers


def _placed(signatures: Sequence[str], numbers: Sequence[int]) -> Signed:
    starts = list(accumulate(numbers[::2]))
    return Signed(
        signatures, starts, [start + length for start, length in zip(starts, numbers[1::2], strict=True)]
    )
