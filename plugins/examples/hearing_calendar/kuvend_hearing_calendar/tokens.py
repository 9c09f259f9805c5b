"""The link that leads to a registration, and that only its mails hold."""

from uuid import UUID

from django.core import signing

_SIGNER = signing.Signer(sep="/", salt="hearing_calendar.registration")


def signature_of(registration: UUID) -> str:
    """What the address of its page ends with."""
    return _SIGNER.signature(str(registration))


def is_signed(registration: UUID, signature: str) -> bool:
    """Whether somebody was given the link."""
    try:
        _SIGNER.unsign(f"{registration}/{signature}")
    except signing.BadSignature:
        return False
    return True
