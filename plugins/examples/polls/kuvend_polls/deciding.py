"""What staff do with polls: write, publish, withdraw, delete."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kuvend_polls.models import Answer, Choice, Poll
from plugins.api.record import RecordError

FEWEST, MOST = 2, 12
"""How many choices a poll may have."""

Texts = Mapping[str, str]


class PollRefused(RecordError):
    """Something that is not done to a poll; the message is for its editor."""

    code = "poll_refused"


class TooFewChoices(PollRefused):
    """There is nothing to choose."""

    template = _("A poll needs at least two answers to choose from.")


class AlreadyAnswered(PollRefused):
    """What people answered must go on meaning what it meant."""

    template = _("People have answered this poll: what it asks can no longer be changed.")


class AnsweredNotDeleted(PollRefused):
    """Answers are not thrown away; a poll can be withdrawn from the page."""

    template = _("People have answered this poll: it can be withdrawn, but not deleted.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceContent:
    """A choice as it is written. `uuid` None: a new one."""

    labels: Texts = field(default_factory=dict)
    uuid: UUID | None = None


def write_poll(
    *,
    institution: UUID,
    consultation: UUID,
    questions: Texts,
    choices: Sequence[ChoiceContent],
    poll: UUID | None = None,
) -> UUID:
    """Write a new poll, not yet public, or change one of the institution's; returns its uuid.

    Once somebody has answered, texts may be added in further languages and nothing else. Raises subclasses
    of PollRefused, and Poll.DoesNotExist for a poll that is not the institution's.
    """
    if not FEWEST <= len(choices) <= MOST:
        raise TooFewChoices
    with transaction.atomic():
        if poll is None:
            row = Poll(institution=institution, consultation=consultation)
        else:
            row = Poll.objects.select_for_update().get(uuid=poll, institution=institution)
            if Answer.objects.filter(poll=row).exists():
                _require_same(row, questions, choices)
        row.questions = dict(questions)
        row.save()
        _write_choices(row, choices)
    return row.uuid


def _require_same(row: Poll, questions: Texts, choices: Sequence[ChoiceContent]) -> None:
    """Every text that was there is there still, and the choices are the same, in their order."""
    before = [(row.questions, questions)]
    stored = list(row.choices.all())
    if [choice.uuid for choice in stored] != [choice.uuid for choice in choices]:
        raise AlreadyAnswered
    before += [(old.labels, new.labels) for old, new in zip(stored, choices, strict=True)]
    if any(new.get(language) != text for old, new in before for language, text in old.items()):
        raise AlreadyAnswered


def _write_choices(row: Poll, choices: Sequence[ChoiceContent]) -> None:
    known = {choice.uuid: choice for choice in row.choices.all()}
    for position, content in enumerate(choices):
        choice = known.pop(content.uuid, None) if content.uuid else None
        choice = choice or Choice(poll=row)
        choice.labels, choice.position = dict(content.labels), position
        choice.save()
    Choice.objects.filter(pk__in=[choice.pk for choice in known.values()]).delete()


def publish_poll(*, institution: UUID, poll: UUID, is_published: bool) -> None:
    """Put a poll on the page of its consultation, or take it off; answers stay. Raises Poll.DoesNotExist."""
    if not Poll.objects.filter(uuid=poll, institution=institution).update(is_published=is_published):
        raise Poll.DoesNotExist


def delete_poll(*, institution: UUID, poll: UUID) -> None:
    """Delete a poll that nobody answered. Raises AnsweredNotDeleted, Poll.DoesNotExist."""
    with transaction.atomic():
        row = Poll.objects.select_for_update().get(uuid=poll, institution=institution)
        if Answer.objects.filter(poll=row).exists():
            raise AnsweredNotDeleted
        row.delete()
