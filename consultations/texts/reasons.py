"""Public reasons of officials and moderators: texts by language."""

from collections.abc import Mapping
from typing import Any

from consultations.errors import ReasonInvalid, ReasonMissing
from consultations.languages import SUBMISSION_LANGUAGES
from consultations.texts.normalising import Unstorable, normalise_text

REASON_LIMIT = 20_000  # characters


def public_reasons(reasons: Mapping[str, Any], *, required: str = "") -> dict[str, str]:
    """The reasons, normalised, without the empty ones.

    Raises ReasonMissing if there is none in the language `required` ("" requires none), ReasonInvalid for
    what is no text, too long, or in a language the platform does not know.
    """
    cleaned = {}
    for language, text in reasons.items():
        if language not in SUBMISSION_LANGUAGES or not isinstance(text, str):
            raise ReasonInvalid
        try:
            text = normalise_text(text)
        except Unstorable:
            raise ReasonInvalid from None
        if len(text) > REASON_LIMIT:
            raise ReasonInvalid
        if text:
            cleaned[language] = text
    if required and required not in cleaned:
        raise ReasonMissing(language=required)
    return cleaned
