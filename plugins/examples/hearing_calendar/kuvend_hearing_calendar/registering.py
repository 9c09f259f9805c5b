"""Registering for a hearing, confirming that, and cancelling it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kuvend_hearing_calendar.models import Hearing, Registration
from kuvend_hearing_calendar.reading import PLUGIN
from kuvend_hearing_calendar.tasks import ask_for_mail
from plugins.api.activation import Scope, is_active
from plugins.api.limits import limit_mails
from plugins.api.record import RecordError

MOST_MAILS = 5
"""How many confirmations one address is sent in an hour, for all hearings."""


class RegistrationRefused(RecordError):
    """A registration that is not taken. `code` is for machines, `message` for the person."""

    code = "registration_refused"


class HearingUnknown(RegistrationRefused):
    """There is no such hearing, or not any more."""

    code = "not_found"
    template = _("There is no such hearing.")


class RegistrationClosed(RegistrationRefused):
    """It has begun, or does not take place."""

    code = "registration_closed"
    template = _("One can no longer register for this hearing.")


class HearingFull(RegistrationRefused):
    """Every seat is taken."""

    code = "hearing_full"
    template = _("All seats are taken.")


def register(
    *,
    hearing: UUID,
    name: str,
    email: str,
    language: str,
    participant: UUID | None = None,
    client: str = "",
    now: datetime | None = None,
) -> None:
    """Keep a seat for somebody, and send them a link to confirm it.

    Somebody who has one is sent the link again, and nobody can tell the difference. `name` and `email` are
    checked by the form. `client` is the network address it comes from. Raises subclasses of RegistrationRefused;
    TooManyMails where this address, or this client, asks again and again.
    """
    now = now or timezone.now()
    with transaction.atomic():
        row = Hearing.objects.select_for_update().filter(uuid=hearing, is_published=True).first()
        if row is None or not is_active(PLUGIN, Scope(row.institution, row.consultation)):
            raise HearingUnknown
        if row.cancelled_at is not None or row.starts_at <= now:
            raise RegistrationClosed
        address = email.strip().lower()
        registration = row.registrations.filter(email=address).first()
        if registration is None and row.capacity is not None and row.registrations.count() >= row.capacity:
            raise HearingFull
        limit_mails(PLUGIN, address=address, client=client, per_address=MOST_MAILS)
        if registration is None:
            registration = Registration.objects.create(
                hearing=row, name=name, email=address, language=language, participant=participant, created_at=now
            )
        ask_for_mail(row, registration, "confirm")


def confirm(registration: UUID, *, now: datetime | None = None) -> None:
    """The person has the address they gave. Once is enough, twice does no harm."""
    Registration.objects.filter(uuid=registration, confirmed_at=None).update(confirmed_at=now or timezone.now())


def cancel(registration: UUID) -> None:
    """Give the seat back; nothing of the person is kept."""
    Registration.objects.filter(uuid=registration).delete()
