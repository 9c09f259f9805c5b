"""Colours an institution may choose: only those in which its pages stay readable (WCAG 2.2, 1.4.3)."""

import re
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

WHITE = "#ffffff"
INK = "#1a1a1a"
MINIMUM_CONTRAST = 4.5


def relative_luminance(colour: str) -> float:
    """The luminance of `#rrggbb`, from 0 (black) to 1 (white), as WCAG 2.2 defines it. Raises ValueError."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"{colour!r} is not #rrggbb")
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(one: str, other: str) -> float:
    """The contrast of two `#rrggbb` colours, from 1 to 21. Raises ValueError."""
    lighter, darker = sorted((relative_luminance(one), relative_luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _validate(colour: str, against: str, message: "_StrPromise") -> None:
    try:
        ratio = contrast_ratio(colour, against)
    except ValueError:
        raise ValidationError(
            _("Write the colour as # and six hexadecimal digits."), code="not_a_colour"
        ) from None
    if ratio < MINIMUM_CONTRAST:
        raise ValidationError(message, code="low_contrast", params={"ratio": f"{ratio:.1f}"})


def validate_against_white(colour: str) -> None:
    """Raise ValidationError unless white text on `colour`, and `colour` on white, can be read."""
    _validate(
        colour,
        WHITE,
        _("White text on this colour has a contrast of %(ratio)s; at least 4.5 is needed. Choose a darker one."),
    )


def validate_against_ink(colour: str) -> None:
    """Raise ValidationError unless dark text on `colour` can be read."""
    _validate(
        colour,
        INK,
        _("Dark text on this colour has a contrast of %(ratio)s; at least 4.5 is needed. Choose a lighter one."),
    )
