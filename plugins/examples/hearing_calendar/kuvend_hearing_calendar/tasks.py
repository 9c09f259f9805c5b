"""What the worker does: mails, reminders, tidying up."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kuvend_hearing_calendar.mails import mail
from kuvend_hearing_calendar.models import Hearing, Registration
from plugins.api.activation import plugin_settings
from plugins.api.extension_points import TaskContext
from plugins.api.tasks import enqueue

PLUGIN, MAIL = "hearing_calendar", "send_mail"
DAYS_KEPT = 30
"""How long registrations are kept after the hearing; the manifest says the same."""
HOURS_UNCONFIRMED = 48
"""How long a seat is kept for somebody who does not confirm."""


def ask_for_mail(hearing: Hearing, registration: Registration, kind: str) -> None:
    """Have a mail sent once what is being written is safe."""
    enqueue(
        plugin=PLUGIN,
        name=MAIL,
        institution=hearing.institution,
        consultation=hearing.consultation,
        payload={"registration": str(registration.uuid), "kind": kind},
    )


def ask_for_mails(hearing: Hearing, kind: str) -> None:
    """The same to everybody who confirmed."""
    for registration in hearing.registrations.filter(confirmed_at__isnull=False):
        ask_for_mail(hearing, registration, kind)


def send_mail(context: TaskContext) -> None:
    """Send one mail. It may be asked twice; mails of one kind about one state have one Message-ID."""
    message = mail(UUID(context.payload["registration"]), context.payload["kind"])
    if message is not None:
        message.send()


def look_after(context: TaskContext) -> None:
    """Remind people of what is near, and erase what is no longer needed."""
    _remind(context.institution, context.now)
    _erase(context.institution, context.now)


def _remind(institution: UUID, now: datetime) -> None:
    """Each hearing once; one that was put off, again."""
    hours = int(plugin_settings(PLUGIN, institution)["reminder_hours"])
    near = Q(starts_at__gt=now, starts_at__lte=now + timedelta(hours=hours))
    due = Hearing.objects.filter(
        near, institution=institution, is_published=True, cancelled_at=None, reminded_at=None
    )
    for uuid in due.values_list("uuid", flat=True):
        with transaction.atomic():
            hearing = Hearing.objects.select_for_update().get(uuid=uuid)
            if hearing.reminded_at is None:
                hearing.reminded_at = now
                hearing.save(update_fields=["reminded_at"])
                ask_for_mails(hearing, "reminder")


def _erase(institution: UUID, now: datetime) -> None:
    over = Q(hearing__ends_at__lt=now - timedelta(days=DAYS_KEPT))
    never_confirmed = Q(confirmed_at=None, created_at__lt=now - timedelta(hours=HOURS_UNCONFIRMED))
    Registration.objects.filter(over | never_confirmed, hearing__institution=institution).delete()
