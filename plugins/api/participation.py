"""Who a request is from, as a participant: a signed-in account, or a guest who confirmed an e-mail address.

A guest is remembered for the browser session in which the address was confirmed. The participant's uuid
tells whether two things came from one person, and nothing else about them.
"""

from uuid import UUID

from django.http import HttpRequest

from consultations.authors import email_fingerprint as address_fingerprint
from consultations.authors import normalised_email as normalised_address
from consultations.errors import EmailInvalid
from consultations.selectors.participants import is_participant, participant_of_account
from consultations.services.ensure_participant import ensure_participant

__all__ = [
    "SESSION_KEY",
    "EmailInvalid",
    "address_fingerprint",
    "ensure_participant_of",
    "normalised_address",
    "participant_of",
    "remember_participant",
]

SESSION_KEY = "participant"


def participant_of(request: HttpRequest) -> UUID | None:
    """The participant, or None for a visitor and for an account that has not taken part yet. One query at most."""
    user = request.user
    if user.is_authenticated:
        return participant_of_account(user.pk)
    return _remembered(request)


def ensure_participant_of(request: HttpRequest) -> UUID | None:
    """The participant, made for an account that has not taken part yet; None for a visitor."""
    user = request.user
    if user.is_authenticated:
        return ensure_participant(user_id=user.pk)
    return _remembered(request)


def remember_participant(request: HttpRequest, participant: UUID) -> None:
    """Know the guest who just confirmed their address for the rest of the browser session."""
    request.session.cycle_key()
    request.session[SESSION_KEY] = str(participant)


def _remembered(request: HttpRequest) -> UUID | None:
    kept = request.session.get(SESSION_KEY)
    if not kept:
        return None
    # Whoever was erased meanwhile is nobody: what a plugin stored of them now, nobody could find or erase.
    uuid = UUID(kept)
    return uuid if is_participant(uuid) else None
