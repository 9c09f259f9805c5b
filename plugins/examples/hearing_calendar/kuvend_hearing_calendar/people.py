"""A person's own data: their registrations, and their name in the minutes."""

from kuvend_hearing_calendar.models import Minute, Registration
from plugins.api.extension_points import PersonalRecord, PersonContext


def export(context: PersonContext) -> list[PersonalRecord]:
    """Everything that is stored about the person."""
    registrations = Registration.objects.filter(participant__in=context.participants).select_related("hearing")
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
    deleted, _models = Registration.objects.filter(participant__in=context.participants).delete()
    said = Minute.objects.filter(submission__in=context.submissions).exclude(speaker="", organisation="", text="")
    return deleted + said.update(speaker="", organisation="", text="")
