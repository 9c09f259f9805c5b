"""The mails to people who registered, in the language in which they did."""

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kuvend_hearing_calendar.models import Registration
from kuvend_hearing_calendar.reading import hearing_view
from kuvend_hearing_calendar.tokens import signature_of
from plugins.api.texts import pick

SUBJECTS = {
    "confirm": _("Please confirm: %(title)s"),
    "reminder": _("Soon: %(title)s"),
    "moved": _("Another time or place: %(title)s"),
    "cancelled": _("Cancelled: %(title)s"),
}


def mail(registration: UUID, kind: str) -> EmailMessage | None:
    """The mail of a kind; None where there is nobody to write to any more, or nothing to tell."""
    row = Registration.objects.select_related("hearing").filter(uuid=registration).first()
    hearing = hearing_view(row.hearing.uuid) if row else None
    if row is None or hearing is None or (kind == "reminder" and (hearing.is_cancelled or hearing.is_over)):
        return None
    with translation.override(row.language):
        title = pick(hearing.titles, row.language, hearing.language)
        shown = {
            "hearing": hearing,
            "title": title,
            "place": pick(hearing.places, row.language, hearing.language),
            "name": row.name,
            "registration_url": _url("registration", row.uuid, signature_of(row.uuid)),
            "hearing_url": _url("hearing", hearing.uuid),
        }
        body = render_to_string(f"kuvend_hearing_calendar/mail/{kind}.txt", shown)
        subject = str(SUBJECTS[kind]) % {"title": title}
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        to=[row.email],
        headers={
            # The same for the same news, so that a mail which is sent twice is shown once.
            "Message-ID": f"<hearing-{kind}-{hearing.sequence}-{row.uuid}@{urlsplit(settings.BASE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": row.language,
        },
    )


def _url(name: str, *arguments: object) -> str:
    return settings.BASE_URL.rstrip("/") + reverse(f"hearing_calendar:{name}", args=arguments)
