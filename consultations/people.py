"""Who a request about personal data is for: everything the record knows one person by."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.authors import email_fingerprint, normalised_email
from consultations.errors import RecordError
from consultations.extension_points.people import PersonContext
from consultations.models import ContactDetail, Participant, Submission
from consultations.receipts import read_receipt_number


class PersonUnknown(RecordError):
    """Nobody is known by that address, receipt number or account."""

    code = "person_unknown"
    template = _("Nobody is known by this.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person: primary keys of their participants and of their account."""

    participants: tuple[int, ...]
    user: int | None = None
    fingerprints: tuple[str, ...] = field(default=(), compare=False)
    """Of the address that was asked for."""

    @property
    def is_in_the_record(self) -> bool:
        """Whether the record knows them; if not, a plugin may still."""
        return bool(self.participants) or self.user is not None


def person_by_email(email: str) -> Person:
    """Whoever sent something with this address, confirmed or not, or has an account with it.

    Perhaps nobody whom the record knows: somebody may have left their address with a plugin alone. Raises
    EmailInvalid.
    """
    address = normalised_email(email)
    user = get_user_model()._default_manager.filter(email__iexact=address).first()
    fingerprint = email_fingerprint(address)
    known = Q(contact__email_fingerprint=fingerprint) | Q(contact__email__iexact=address)
    if user is not None:
        known |= Q(user_id=user.pk)
    return _person(Participant.objects.filter(known), user, fingerprint)


def person_by_receipt(receipt: str) -> Person:
    """Who sent the submission of this receipt number, and what else is known to be theirs.

    Raises PersonUnknown.
    """
    number = read_receipt_number(receipt)
    found = Submission.objects.filter(receipt_number=number or "").select_related("participant__user").first()
    if found is None:
        raise PersonUnknown
    return _person([found.participant], found.participant.user)


def person_by_account(user_id: int) -> Person:
    """The person of an account, with what they sent with its address before. Raises PersonUnknown."""
    user = get_user_model()._default_manager.filter(pk=user_id).first()
    if user is None:
        raise PersonUnknown
    return person_by_email(str(user.email))


def context_of(person: Person) -> PersonContext:
    """What plugins are told of a person. Four queries at most."""
    rows = Participant.objects.filter(pk__in=person.participants).order_by("pk")
    submissions = Submission.objects.filter(participant__in=person.participants).order_by("pk")
    return PersonContext(
        institution=None,
        participants=tuple(rows.values_list("uuid", flat=True)),
        submissions=tuple(submissions.values_list("uuid", flat=True)),
        user=person.user,
        address_fingerprints=_fingerprints(person),
    )


def _fingerprints(person: Person) -> tuple[str, ...]:
    """Of the addresses the person is known by: those of guests, the account's, and the one that was asked for."""
    contacts = ContactDetail.objects.filter(participant__in=person.participants)
    found = {*person.fingerprints, *contacts.values_list("email_fingerprint", flat=True)}
    users = get_user_model()._default_manager.filter(pk=person.user) if person.user is not None else ()
    found |= {email_fingerprint(normalised_email(str(user.email))) for user in users}
    return tuple(sorted(found))


def _person(participants: Iterable[Participant], user: Any, *fingerprints: str) -> Person:
    keys = sorted({participant.pk for participant in participants})
    return Person(participants=tuple(keys), user=user.pk if user is not None else None, fingerprints=fingerprints)
