"""Receipt numbers: short enough to read out on the telephone, with a check character.

`KV-2026-7Q4F-M2XB`: the year, seven random characters and one that checks them, in Crockford's base 32 (no
I, L, O or U). The check is Damm's algorithm over the field with 32 elements: it notices every single wrong
character and every swap of two neighbours.
"""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM_CHARACTERS = 7
_SHAPE = re.compile(r"KV-?(\d{4})-?([0-9A-HJKMNP-TV-Z]{4})-?([0-9A-HJKMNP-TV-Z]{4})")
_LOOK_ALIKES = str.maketrans("ILO", "110")
_POLYNOMIAL = 0b100101  # x⁵ + x² + 1, primitive


def new_receipt_number(year: int) -> str:
    """A receipt number of that year, drawn at random (35 bits); the database says if it was drawn before."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM_CHARACTERS))
    characters = drawn + ALPHABET[_check(drawn)]
    return f"KV-{year}-{characters[:4]}-{characters[4:]}"


def read_receipt_number(typed: str) -> str | None:
    """The receipt number somebody typed, in its one form; None if it cannot be one.

    Small letters, missing dashes and look-alikes (I and L for 1, O for 0) are understood.
    """
    prefix, rest = typed.strip().upper()[:2], typed.strip().upper()[2:]
    match = _SHAPE.fullmatch(prefix + rest.translate(_LOOK_ALIKES))
    if match is None:
        return None
    year, first, second = match.groups()
    return f"KV-{year}-{first}-{second}" if _check(first + second) == 0 else None


def _check(characters: str) -> int:
    """Damm's interim digit; 0 after the check character itself."""
    interim = 0
    for character in characters:
        interim = (interim ^ ALPHABET.index(character)) << 1
        if interim & 0b100000:
            interim ^= _POLYNOMIAL
    return interim
