"""A person's own data: their answers."""

from kuvend_polls.models import Answer
from plugins.api.extension_points import PersonalRecord, PersonContext


def export(context: PersonContext) -> list[PersonalRecord]:
    """Every answer the person gave."""
    answers = Answer.objects.filter(participant__in=context.participants).select_related("poll", "choice")
    return [
        PersonalRecord(
            kind="polls.answer",
            values={
                "consultation": str(answer.poll.consultation),
                "question": answer.poll.questions,
                "answer": answer.choice.labels,
                "answered_at": answer.answered_at.isoformat(),
            },
        )
        for answer in answers.order_by("answered_at", "pk")
    ]


def erase(context: PersonContext) -> int:
    """Delete the person's answers: an answer without its participant could not be told from a second one."""
    deleted, _models = Answer.objects.filter(participant__in=context.participants).delete()
    return deleted
