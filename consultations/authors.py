"""Who sends a submission, and the participant that stands for them in the record."""

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from consultations.errors import EmailInvalid, NameInvalid
from consultations.models import ContactDetail, Participant
from consultations.models.participant import ParticipantKind
from consultations.texts.normalising import Unstorable, normalise_line

NAME_LIMIT = 120
ORGANISATION_LIMIT = 200
EMAIL_LIMIT = 254


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody without an account. `interface_language`: in which to write to them; "" for the text's own."""

    email: str
    display_name: str = ""
    organisation: str = ""
    interface_language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who is signed in; their address is confirmed."""

    user_id: int
    display_name: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposited:
    """Somebody whose paper or e-mail the institution's clerk (`entered_by`, a user's id) entered for them."""

    entered_by: int | None
    display_name: str = ""
    organisation: str = ""


Author = Guest | Account | Deposited


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """An author's names as they will be shown, and what tells them from others for idempotency."""

    display_name: str
    organisation: str
    scope: str
    email: str = ""


def normalised_email(email: str) -> str:
    """The address as it is written to and compared: NFKC, small letters. Raises EmailInvalid."""
    address = unicodedata.normalize("NFKC", email.strip()).lower()
    try:
        address.encode()  # half a character is no part of an address
        if len(address) > EMAIL_LIMIT:
            raise EmailInvalid
        validate_email(address)
    except (ValidationError, UnicodeEncodeError):
        raise EmailInvalid from None
    return address


def email_fingerprint(address: str) -> str:
    """The HMAC-SHA-256 (hex) by which a normalised address is found without being searched for."""
    return hmac.new(settings.SECRET_KEY.encode(), b"email:" + address.encode(), hashlib.sha256).hexdigest()


def signature(author: Author) -> Signature:
    """An author's names, normalised and checked. Raises NameInvalid or EmailInvalid."""
    name = _name(author.display_name, NAME_LIMIT, "display_name")
    organisation = _name(author.organisation, ORGANISATION_LIMIT, "organisation")
    if isinstance(author, Guest):
        email = normalised_email(author.email)
        scope = f"guest:{email_fingerprint(email)}"
        return Signature(display_name=name, organisation=organisation, scope=scope, email=email)
    scope = f"account:{author.user_id}" if isinstance(author, Account) else f"clerk:{author.entered_by}"
    return Signature(display_name=name, organisation=organisation, scope=scope)


def new_participant(author: Author, signed: Signature, language: str) -> Participant:
    """A row for an account that takes part for the first time, for what a clerk deposits, and for each guest.

    A guest joins the one with the same address only when the address is confirmed.
    """
    account = author if isinstance(author, Account) else None
    participant = Participant.objects.create(
        kind=ParticipantKind.ACCOUNT if account else ParticipantKind.GUEST,
        user_id=account.user_id if account else None,
        display_name=signed.display_name,
        organisation=signed.organisation,
    )
    if isinstance(author, Guest):
        ContactDetail.objects.create(
            participant=participant,
            email=signed.email,
            email_fingerprint=email_fingerprint(signed.email),
            language=(author.interface_language or language)[:10],
        )
    return participant


def _name(text: str, limit: int, field: str) -> str:
    try:
        name = normalise_line(text)
    except Unstorable:
        raise NameInvalid(field=field, limit=limit) from None
    if len(name) > limit:
        raise NameInvalid(field=field, limit=limit)
    return name
