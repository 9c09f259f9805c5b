"""Links that only their owner has: signed, so that nothing about them is stored."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing

from consultations.errors import TokenExpired, TokenInvalid

_FOLLOW = "kuvend.follow"
_VERIFY = "kuvend.verify"


def follow_token(submission: UUID) -> str:
    """The token of the private page that follows a submission. It does not expire."""
    return signing.Signer(salt=_FOLLOW).sign(submission.hex).replace(":", ".")


def read_follow_token(token: str) -> UUID:
    """The submission a follow token is for. Raises TokenInvalid."""
    try:
        return UUID(signing.Signer(salt=_FOLLOW).unsign(_signed(token)))
    except (signing.BadSignature, ValueError):
        raise TokenInvalid from None


def verify_token(submission: UUID) -> str:
    """The token that confirms a guest's e-mail address, valid for settings.VERIFICATION_DAYS."""
    return signing.TimestampSigner(salt=_VERIFY).sign(submission.hex).replace(":", ".")


def read_verify_token(token: str) -> UUID:
    """The submission a confirmation is for. Raises TokenInvalid or TokenExpired."""
    days: int = settings.VERIFICATION_DAYS
    try:
        return UUID(signing.TimestampSigner(salt=_VERIFY).unsign(_signed(token), max_age=timedelta(days=days)))
    except signing.SignatureExpired:
        raise TokenExpired(days=days) from None
    except (signing.BadSignature, ValueError):
        raise TokenInvalid from None


def _signed(token: str) -> str:
    """Django separates by colons, which mail programs break links at; ours are dots."""
    if ":" in token or not token.isascii():
        raise TokenInvalid
    return token.replace(".", ":")
