"""What the demo's people said, how it was moderated and answered: through the services, with times in the past."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cms.demo.blocks import demo_uuid, provision_uid
from cms.demo.content_files import ConsultationContent, SubmissionContent
from cms.tenancy.models import Role
from consultations import clock
from consultations.models import Consultation
from consultations.models.moderation import ModerationAction
from consultations.services.announce_transitions import announce_transitions
from consultations.services.conclude_consultation import conclude_consultation
from consultations.services.moderate import moderate
from consultations.services.respond import respond
from consultations.services.submit import Deposited, submit
from consultations.states import SubmissionState

# A moderator reads soon after; every reply in the content comes later than this.
READING_TIME = timedelta(hours=2)
# What is hidden or removed was public for a while first.
OBJECTION_TIME = timedelta(hours=7)
ENTERED_BY_A_CLERK = frozenset({"paper", "email"})

Step = tuple[datetime, Callable[[SubmissionContent, datetime], None], SubmissionContent]


@dataclass(kw_only=True)
class Participation:
    """One consultation's submissions and answers in the loading. `staff` maps roles to the demo's users.

    `submissions` and `participants` fill up with the record's uuids, by the content's keys.
    """

    content: ConsultationContent
    staff: Mapping[str, Any]
    answered_at: datetime
    consultation: Consultation = field(init=False)
    submissions: dict[str, UUID] = field(default_factory=dict)
    participants: dict[str, UUID] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        rows = Consultation.objects.select_related("institution")
        self.consultation = rows.get(uuid=demo_uuid("page", self.content.key))

    def load(self) -> None:
        """Everything in the order in which it happened."""
        announce_transitions(now=self.consultation.opens_at)
        for moment, step, submission in sorted(self._steps(), key=lambda entry: entry[0]):
            step(submission, moment)
        announce_transitions()
        self._answer()

    def sent_at(self, submission: SubmissionContent) -> datetime:
        """When it was sent."""
        return self.consultation.opens_at + timedelta(days=submission.day)

    def _steps(self) -> Iterator[Step]:
        for submission in self.content.submissions:
            sent = self.sent_at(submission)
            yield sent, self._submit, submission
            if submission.state != SubmissionState.HELD:
                yield sent + READING_TIME, self._let_through, submission
            if submission.state in (SubmissionState.HIDDEN, SubmissionState.REMOVED):
                yield sent + OBJECTION_TIME, self._take_down, submission

    def _submit(self, submission: SubmissionContent, now: datetime) -> None:
        clerk = self.staff[Role.OFFICIAL].pk if submission.channel in ENTERED_BY_A_CLERK else None
        place = provision_uid(self.content.document, submission.provision) if submission.provision else None
        row = submit(
            consultation_uuid=self.consultation.uuid,
            text=submission.text,
            language=submission.language,
            author=Deposited(
                entered_by=clerk, display_name=submission.author, organisation=submission.organisation
            ),
            provision_uid=None if submission.parent else place,
            parent_uuid=self.submissions[submission.parent] if submission.parent else None,
            channel=submission.channel,
            now=now,
        ).submission
        self.submissions[submission.key] = row.uuid
        self.participants[submission.key] = row.participant.uuid
        if row.state == SubmissionState.HELD:
            self.held.add(submission.key)

    def _let_through(self, submission: SubmissionContent, now: datetime) -> None:
        """Publish what pre-moderation held; under post-moderation nothing waits."""
        if submission.key in self.held:
            self._moderate(submission, ModerationAction.PUBLISH, {}, "", now)

    def _take_down(self, submission: SubmissionContent, now: datetime) -> None:
        hidden = submission.state == SubmissionState.HIDDEN
        action = ModerationAction.HIDE if hidden else ModerationAction.REMOVE
        self._moderate(submission, action, submission.reason, submission.reason_code, now)

    def _moderate(
        self,
        submission: SubmissionContent,
        action: ModerationAction,
        reason: Mapping[str, str],
        code: str,
        now: datetime,
    ) -> None:
        moderate(
            submission_uuid=self.submissions[submission.key],
            action=action,
            public_reason=reason,
            reason_code=code,
            actor=self.staff[Role.MODERATOR],
            institution=self.consultation.institution,
            now=now,
        )

    def _answer(self) -> None:
        """The answers, evenly spread from the closing to `answered_at`."""
        closed = self.consultation.closes_at
        step = (self.answered_at - closed) / (len(self.content.responses) + 1)
        for number, response in enumerate(self.content.responses, start=1):
            respond(
                institution=self.consultation.institution,
                submission_uuids=[self.submissions[key] for key in response.submissions],
                outcome=response.outcome,
                reasons=response.reasons,
                actor=self.staff[Role.OFFICIAL],
                now=closed + number * step,
            )
        if self.content.state == "answered":
            conclude_consultation(
                institution=self.consultation.institution,
                consultation_uuid=self.consultation.uuid,
                actor=self.staff[Role.OFFICIAL],
                now=self.answered_at,
            )


def moment(days: float, *, hour: int = 0, minute: int = 0, second: int = 0, zone: Any) -> datetime:
    """The time of day in the zone, so many days from today."""
    today = clock.now().astimezone(zone)
    day = today.replace(hour=hour, minute=minute, second=second, microsecond=0, tzinfo=None)
    return (day + timedelta(days=days)).replace(tzinfo=zone)
