"""Issuing an institution's key to the API."""

import hashlib
import secrets
from collections.abc import Sequence

from consultations.models import ApiToken, Institution

#: Every scope there is, with what it allows.
SCOPES = {
    "submissions:read-held": "Read the submissions that wait for a moderator.",
    "submissions:moderate": "Publish, hide, remove and restore submissions.",
    "responses:write": "Answer submissions.",
}
PREFIX = "kvd_"


def secret_hash(secret: str) -> str:
    """The SHA-256 of a token's secret, hex: what the database keeps."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def issue_api_token(*, institution: Institution, label: str, scopes: Sequence[str]) -> tuple[ApiToken, str]:
    """Make a token. Returns it with its secret, which is shown once and kept nowhere.

    Raises ValueError for an unknown scope.
    """
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown:
        raise ValueError(f"Unknown scope: {', '.join(unknown)}. Known: {', '.join(SCOPES)}.")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        institution=institution, label=label, secret_hash=secret_hash(secret), scopes=sorted(set(scopes))
    )
    return token, secret
