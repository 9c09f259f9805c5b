"""A person's own data: their registrations, and their name in the minutes."""

from django.db.models import Q, QuerySet

from kuvend_hearing_calendar.models import Minute, Registration
from plugins.api.extension_points import PersonalRecord, PersonContext
from plugins.api.participation import address_fingerprint


def export(context: PersonContext) -> list[PersonalRecord]:
    """Everything that is stored about the person."""
    registrations = _registrations(context).select_related("hearing")
    minutes = Minute.objects.filter(submission__in=context.submissions).select_related("hearing")
    return [
        *(
            PersonalRecord(
                kind="hearing_calendar.registration",
                values={
                    "hearing": one.hearing.titles,
                    "starts_at": one.hearing.starts_at.isoformat(),
                    "name": one.name,
                    "email": one.email,
                    "registered_at": one.created_at.isoformat(),
                    "confirmed": one.confirmed_at is not None,
                },
            )
            for one in registrations
        ),
        *(
            PersonalRecord(
                kind="hearing_calendar.minute",
                values={
                    "hearing": one.hearing.titles,
                    "speaker": one.speaker,
                    "organisation": one.organisation,
                    "text": one.text,
                },
            )
            for one in minutes
        ),
    ]


def erase(context: PersonContext) -> int:
    """Delete their registrations, and what the minutes have of them.

    What was said is in the public record: whether it stays there is asked of the record, and a copy would outlive
    the answer.
    """
    deleted, _models = _registrations(context).delete()
    said = Minute.objects.filter(submission__in=context.submissions).exclude(speaker="", organisation="", text="")
    return deleted + said.update(speaker="", organisation="", text="")


def _registrations(context: PersonContext) -> QuerySet[Registration]:
    """Theirs, also those of guests: of a guest there is an address and no participant."""
    known = set(context.address_fingerprints)
    addresses = Registration.objects.values_list("pk", "email") if known else ()
    by_address = [pk for pk, email in addresses if address_fingerprint(email) in known]
    return Registration.objects.filter(Q(participant__in=context.participants) | Q(pk__in=by_address))
