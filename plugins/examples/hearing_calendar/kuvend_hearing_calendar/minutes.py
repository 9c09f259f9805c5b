"""What was said at a hearing, and how it becomes part of the public record."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kuvend_hearing_calendar.models import Hearing, Minute
from plugins.api.record import Deposited, RecordError, SubmissionRefused, submit


class MinuteRefused(RecordError):
    """Something that is not done to minutes; the message is for who keeps them."""

    code = "minute_refused"


class AlreadyInTheRecord(MinuteRefused):
    """The record is not rewritten."""

    template = _("This is in the public record already and can no longer be changed here.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MinuteContent:
    """What one person said. `language` is that of the text."""

    text: str
    language: str
    speaker: str = ""
    organisation: str = ""


def write_minute(*, hearing: Hearing, content: MinuteContent, minute: UUID | None = None) -> Minute:
    """Write down what was said, or change it. Raises AlreadyInTheRecord, Minute.DoesNotExist."""
    with transaction.atomic():
        row = _open(hearing, minute) if minute else Minute(hearing=hearing)
        row.text, row.language = content.text, content.language
        row.speaker, row.organisation = content.speaker, content.organisation
        row.save()
    return row


def delete_minute(*, hearing: Hearing, minute: UUID) -> None:
    """Strike something from the minutes. Raises AlreadyInTheRecord, Minute.DoesNotExist."""
    with transaction.atomic():
        _open(hearing, minute).delete()


def deposit_minutes(*, hearing: Hearing, clerk: int) -> int:
    """Enter what is not yet in the record as contributions, as at the paper desk; returns how many.

    `clerk` is the primary key of the user who does. Each goes in once, whoever asks and however often: its
    contribution and its mark are written together. Raises SubmissionRefused at the first that the record does
    not take; those before it are in.
    """
    waiting = Minute.objects.filter(hearing=hearing, submission=None).values_list("pk", flat=True)
    return sum(_deposit(pk, hearing, clerk) for pk in list(waiting))


def _deposit(pk: int, hearing: Hearing, clerk: int) -> bool:
    with transaction.atomic():
        minute = Minute.objects.select_for_update().filter(pk=pk).first()
        if minute is None or minute.submission is not None:
            return False
        taken = submit(
            consultation_uuid=hearing.consultation,
            text=minute.text,
            language=minute.language,
            author=Deposited(entered_by=clerk, display_name=minute.speaker, organisation=minute.organisation),
            channel="paper",
            idempotency_key=f"hearing-minute-{minute.uuid}",
        )
        minute.submission = taken.submission.uuid
        minute.save(update_fields=["submission"])
    return True


def _open(hearing: Hearing, minute: UUID) -> Minute:
    row = Minute.objects.select_for_update().get(hearing=hearing, uuid=minute)
    if row.submission is not None:
        raise AlreadyInTheRecord
    return row


__all__ = [
    "AlreadyInTheRecord",
    "MinuteContent",
    "MinuteRefused",
    "SubmissionRefused",
    "delete_minute",
    "deposit_minutes",
    "write_minute",
]
