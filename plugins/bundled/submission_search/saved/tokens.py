"""Links that only the owner of a saved search has: signed, so that nothing about them is stored."""

from datetime import timedelta
from uuid import UUID

from django.core import signing

from plugins.bundled.submission_search.models import SavedSearch

DAYS_TO_CONFIRM = 7
_CONFIRM, _STOP = "submission_search.confirm", "submission_search.stop"


def confirm_token(saved: SavedSearch) -> str:
    """Confirms a guest's address; valid for DAYS_TO_CONFIRM."""
    return signing.TimestampSigner(salt=_CONFIRM).sign(saved.uuid.hex).replace(":", ".")


def stop_token(saved: SavedSearch) -> str:
    """Ends the mails. It does not expire."""
    return signing.Signer(salt=_STOP).sign(saved.uuid.hex).replace(":", ".")


def to_confirm(token: str) -> SavedSearch | None:
    """The saved search that a token confirms; None for no token of ours, an old one, and one that is gone."""
    signer = signing.TimestampSigner(salt=_CONFIRM)
    try:
        return _saved(signer.unsign(_signed(token), max_age=timedelta(days=DAYS_TO_CONFIRM)))
    except (signing.BadSignature, ValueError):
        return None


def to_stop(token: str) -> SavedSearch | None:
    """The saved search that a token ends; None for no token of ours and for one that is gone."""
    try:
        return _saved(signing.Signer(salt=_STOP).unsign(_signed(token)))
    except (signing.BadSignature, ValueError):
        return None


def _saved(written: str) -> SavedSearch | None:
    return SavedSearch.objects.filter(uuid=UUID(written)).first()


def _signed(token: str) -> str:
    """Django separates by colons, which mail programs break links at; ours are dots."""
    if ":" in token or not token.isascii():
        raise ValueError("no token of ours")
    return token.replace(".", ":")
