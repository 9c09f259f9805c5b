"""Polls as they are shown: with their choices, the answers counted, and what this participant answered."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Count

from kuvend_polls.models import Answer, Choice, Poll
from plugins.api.activation import plugin_settings

PLUGIN = "polls"
ALWAYS, ANSWERED, CLOSED = "always", "answered", "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceView:
    """One choice. `labels` maps language codes to texts; `answers` counts those who chose it."""

    uuid: UUID
    labels: Mapping[str, str]
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PollView:
    """A poll and how things stand. `chosen` is the choice of the participant it was read for.

    `language` is the institution's own: the one to show where the reader's is missing.
    """

    uuid: UUID
    institution: UUID
    consultation: UUID
    questions: Mapping[str, str]
    choices: tuple[ChoiceView, ...]
    is_published: bool
    is_open: bool = False
    language: str = "en"
    chosen: UUID | None = None

    @property
    def total(self) -> int:
        """How many answered."""
        return sum(choice.answers for choice in self.choices)

    @property
    def shares(self) -> list[tuple[ChoiceView, int]]:
        """Each choice with its share of the answers in whole per cent."""
        total = self.total
        return [(choice, round(100 * choice.answers / total) if total else 0) for choice in self.choices]

    @property
    def result_is_public(self) -> bool:
        """Whether anybody may see the counts now."""
        return not self.is_open or _shows(self.institution) == ALWAYS

    @property
    def result_is_shown(self) -> bool:
        """Whether the participant it was read for may see the counts now."""
        return self.result_is_public or (self.chosen is not None and _shows(self.institution) == ANSWERED)


def published_polls(
    consultation: UUID, *, is_open: bool, language: str = "en", participant: UUID | None = None
) -> list[PollView]:
    """The public polls of a consultation, oldest first. Three queries, one where there are none.

    `is_open`: whether the consultation is; `language`: its institution's own.
    """
    polls = list(Poll.objects.filter(consultation=consultation, is_published=True))
    chosen = _chosen(polls, participant)
    return [
        replace(view, is_open=is_open, language=language, chosen=chosen.get(view.uuid)) for view in _views(polls)
    ]


def polls_for_staff(institutions: Collection[UUID]) -> list[PollView]:
    """All polls of these institutions, newest first. Two queries."""
    return _views(Poll.objects.filter(institution__in=institutions).order_by("-created_at", "-pk"))


def poll_for_staff(institutions: Collection[UUID], poll: UUID) -> PollView | None:
    """One of them; None for one that is not theirs."""
    found = _views(Poll.objects.filter(institution__in=institutions, uuid=poll))
    return found[0] if found else None


def poll_view(poll: Poll, *, is_open: bool, language: str = "en", participant: UUID | None = None) -> PollView:
    """One poll as it is shown. Two queries; one for a visitor."""
    chosen = _chosen([poll], participant)
    return replace(_views([poll])[0], is_open=is_open, language=language, chosen=chosen.get(poll.uuid))


def _views(polls: Iterable[Poll]) -> list[PollView]:
    rows = list(polls)
    choices: dict[int, list[ChoiceView]] = {}
    if rows:
        # Counting drops the order of the model.
        counted = Choice.objects.filter(poll__in=rows).annotate(number=Count("answers")).order_by("position", "pk")
        for choice in counted:
            view = ChoiceView(uuid=choice.uuid, labels=choice.labels, answers=choice.number)
            choices.setdefault(choice.poll_id, []).append(view)
    return [
        PollView(
            uuid=row.uuid,
            institution=row.institution,
            consultation=row.consultation,
            questions=row.questions,
            choices=tuple(choices.get(row.pk, ())),
            is_published=row.is_published,
        )
        for row in rows
    ]


def _chosen(polls: Collection[Poll], participant: UUID | None) -> dict[UUID, UUID]:
    """Poll → choice, of one participant."""
    if participant is None or not polls:
        return {}
    answers = Answer.objects.filter(poll__in=polls, participant=participant)
    return dict(answers.values_list("poll__uuid", "choice__uuid"))


def _shows(institution: UUID) -> str:
    return str(plugin_settings(PLUGIN, institution)["results"])
