"""What somebody sends in, made ready and checked as far as that needs no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings

from consultations import ledger
from consultations.authors import Author, Signature, signature
from consultations.errors import (
    IdempotencyKeyInvalid,
    LanguageUnknown,
    ProvisionUnknown,
    QuoteUnknown,
    TextEmpty,
    TextInvalid,
    TextTooLong,
)
from consultations.extension_points.submissions import FieldValue
from consultations.form_fields.entering import given_values
from consultations.languages import SUBMISSION_LANGUAGES
from consultations.models.submission import Channel
from consultations.texts.normalising import Unstorable, normalise_text

KEY_LIMIT = 255
QUOTE_LIMITS = {"exact": 2000, "prefix": 100, "suffix": 100}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A submission before it is taken. `key_hash` is None without an idempotency key."""

    consultation: UUID
    text: str
    language: str
    author: Author
    signed: Signature
    provision_uid: UUID | None
    version: UUID | None
    parent: UUID | None
    quote: dict[str, str] | None
    channel: Channel
    key_hash: str | None
    fields: Mapping[str, FieldValue] = field(default_factory=dict)

    @property
    def request_hash(self) -> str:
        """What two posts with one idempotency key must have in common."""
        said: dict[str, Any] = {
            "consultation": str(self.consultation),
            "names": [self.signed.display_name, self.signed.organisation],
            "language": self.language,
            "place": [str(part) for part in (self.provision_uid, self.version, self.parent)],
            "quote": self.quote,
            "text": self.text,
        }
        if self.fields:
            said["fields"] = dict(self.fields)
        return ledger.fingerprint(said)


def prepared(
    *,
    consultation_uuid: UUID,
    text: str,
    language: str,
    author: Author,
    provision_uid: UUID | None,
    version_uuid: UUID | None,
    parent_uuid: UUID | None,
    quote: Mapping[str, Any] | None,
    channel: Channel | str,
    idempotency_key: str | None,
    fields: Mapping[str, Any] | None = None,
) -> Draft:
    """The draft of what was sent. Raises SubmissionRefused subclasses."""
    if language not in SUBMISSION_LANGUAGES:
        raise LanguageUnknown
    if quote and not provision_uid:
        raise ProvisionUnknown
    signed = signature(author)
    return Draft(
        consultation=consultation_uuid,
        text=_text(text),
        language=language,
        author=author,
        signed=signed,
        provision_uid=provision_uid,
        version=version_uuid,
        parent=parent_uuid,
        quote=_quote(quote) if quote else None,
        channel=Channel(channel),
        key_hash=_key_hash(signed.scope, idempotency_key),
        fields=given_values(fields),
    )


def _text(text: str) -> str:
    limit: int = settings.SUBMISSION_TEXT_LIMIT
    try:
        text = normalise_text(text)
    except Unstorable:
        raise TextInvalid from None
    if not any(character.isprintable() and not character.isspace() for character in text):
        raise TextEmpty
    if len(text) > limit:
        raise TextTooLong(limit=limit, length=len(text))
    return text


def _quote(quote: Mapping[str, Any]) -> dict[str, str]:
    """The passage with its context: exact, prefix and suffix. Raises QuoteUnknown."""
    cleaned = {}
    for name, limit in QUOTE_LIMITS.items():
        value = quote.get(name, "")
        if not isinstance(value, str) or len(value) > limit:
            raise QuoteUnknown
        try:
            cleaned[name] = normalise_text(value) if name == "exact" else value and normalise_text(value)
        except Unstorable:
            raise QuoteUnknown from None
    if not cleaned["exact"]:
        raise QuoteUnknown
    return cleaned


def _key_hash(scope: str, key: str | None) -> str | None:
    """The hash under which a client's key is kept; another author's equal key is another key."""
    if key is None:
        return None
    if not 0 < len(key) <= KEY_LIMIT or not key.isprintable():
        raise IdempotencyKeyInvalid
    return ledger.fingerprint([scope, key])
