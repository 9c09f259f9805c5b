"""Answering a poll."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kuvend_polls.models import Answer, Choice, Poll
from kuvend_polls.reading import PLUGIN
from plugins.api.activation import Scope, is_active
from plugins.api.record import RecordError, is_open


class AnswerRefused(RecordError):
    """An answer that is not taken. `code` is for machines, `message` for the person."""

    code = "answer_refused"


class PollUnknown(AnswerRefused):
    """There is no such poll, or not any more."""

    code = "not_found"
    template = _("There is no such poll.")


class ChoiceUnknown(AnswerRefused):
    """None of the poll's choices, or none at all."""

    code = "choice_unknown"
    field = "choice"
    template = _("Choose one of the answers.")


class PollNotOpen(AnswerRefused):
    """Answers are taken only while the consultation is open."""

    code = "consultation_not_open"
    template = _("This consultation is not open: answers are not taken now.")


def answer(*, poll: UUID, choice: UUID | None, participant: UUID, now: datetime | None = None) -> bool:
    """Take a participant's answer; another one replaces the first. Returns whether it is their first.

    `now` (aware; default: this moment) is when it was given: the consultation must be open then. Raises
    subclasses of AnswerRefused.
    """
    now = now or timezone.now()
    with transaction.atomic():
        # Locked: what the poll asks must not be changed between this answer's choice and its storing.
        asked = Poll.objects.select_for_update().filter(uuid=poll, is_published=True).first()
        if asked is None or not is_active(PLUGIN, Scope(asked.institution, asked.consultation)):
            raise PollUnknown
        if not is_open(asked.consultation, now):
            raise PollNotOpen
        chosen = Choice.objects.filter(poll=asked, uuid=choice).first() if choice else None
        if chosen is None:
            raise ChoiceUnknown
        _answer, created = Answer.objects.update_or_create(
            poll=asked, participant=participant, defaults={"choice": chosen, "answered_at": now}
        )
    return created
