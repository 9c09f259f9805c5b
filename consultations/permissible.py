"""What may be done with a submission now: asked by the services that do it and by the selectors that offer it."""

from datetime import datetime

from consultations.events import Kind
from consultations.models import Consultation, Submission
from consultations.models.moderation import ModerationAction
from consultations.states import ConsultationState, SubmissionState, consultation_state, may_become

#: What each action leads to, and from which states; the table of states must allow it too.
OUTCOMES: dict[ModerationAction, tuple[SubmissionState, frozenset[SubmissionState], Kind]] = {
    ModerationAction.PUBLISH: (
        SubmissionState.PUBLISHED,
        frozenset({SubmissionState.HELD}),
        Kind.SUBMISSION_PUBLISHED,
    ),
    ModerationAction.HIDE: (
        SubmissionState.HIDDEN,
        frozenset({SubmissionState.HELD, SubmissionState.PUBLISHED}),
        Kind.SUBMISSION_HIDDEN,
    ),
    ModerationAction.REMOVE: (
        SubmissionState.REMOVED,
        frozenset({SubmissionState.HELD, SubmissionState.PUBLISHED, SubmissionState.HIDDEN}),
        Kind.SUBMISSION_REMOVED,
    ),
    ModerationAction.RESTORE: (
        SubmissionState.PUBLISHED,
        frozenset({SubmissionState.HIDDEN, SubmissionState.REMOVED}),
        Kind.SUBMISSION_RESTORED,
    ),
}

#: Once the institution has reported on it, what was said stays beside what was answered.
CONCLUDED = frozenset({ConsultationState.ANSWERED, ConsultationState.ARCHIVED})


def possible_actions(state: str) -> tuple[ModerationAction, ...]:
    """What a moderator may do with a submission in that state."""
    return tuple(
        action
        for action, (target, sources, _) in OUTCOMES.items()
        if state in sources and may_become(state, target)
    )


def may_withdraw(submission: Submission, consultation: Consultation, now: datetime) -> bool:
    """Whether its author may still take it back."""
    return (
        may_become(submission.state, SubmissionState.WITHDRAWN)
        and consultation_state(consultation, now) not in CONCLUDED
    )
