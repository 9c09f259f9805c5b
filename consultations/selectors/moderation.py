"""What moderators read of their institutions, and what everybody may read of moderators' decisions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from consultations.errors import NotFound
from consultations.models import Consultation, ModerationDecision, Submission
from consultations.permissible import possible_actions
from consultations.receipts import read_receipt_number
from consultations.selectors.assembling import SHOWN, Reader, assembled
from consultations.selectors.paging import Keyset
from consultations.selectors.staff import MODERATED
from consultations.selectors.views import Page, SubmissionView
from consultations.states import SubmissionState
from consultations.translated import pick

WAITING_LONGEST = Keyset("moderation-waiting", "submitted_at", newest_first=False)
NEWEST = Keyset("moderation-newest", "submitted_at", newest_first=True)
DECIDED = Keyset("moderation-decisions", "decided_at", newest_first=True)
LARGEST_NUMBER = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeratedSubmission:
    """A submission as a moderator sees it: text and names whatever the state; no contact data.

    `hold_reason` is the code of why it was held, `actions` are those that are possible now.
    """

    submission: SubmissionView
    receipt_number: str
    hold_reason: str
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModerationSearch:
    """Which submissions of which institutions; None and "" say nothing.

    `typed` is a receipt number or a submission's public number, as somebody typed it; what is neither
    finds nothing.
    """

    institutions: Collection[UUID]
    state: str | None = None
    consultation: UUID | None = None
    language: str | None = None
    typed: str = ""

    def applied(self) -> QuerySet[Submission]:
        """The rows it lets through."""
        rows = Submission.objects.filter(institution__uuid__in=self.institutions, state__in=MODERATED)
        same = {"state": self.state, "consultation__uuid": self.consultation, "language": self.language}
        rows = rows.filter(**{name: value for name, value in same.items() if value is not None})
        return rows.filter(_typed(self.typed)) if self.typed.strip() else rows


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """A moderator's decision with what it was about, as the public sees it. Who decided is not in it."""

    uuid: UUID
    action: str
    reason_code: str
    public_reasons: Mapping[str, str]
    decided_at: datetime
    submission: UUID
    submission_number: int
    consultation: UUID
    consultation_titles: Mapping[str, str]
    consultation_language: str
    institution: UUID
    institution_slug: str
    institution_names: Mapping[str, str]
    institution_language: str

    def reason_in(self, language: str) -> str:
        """The public reason, in `language` or the nearest there is."""
        return pick(self.public_reasons, language, self.institution_language)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffDecision:
    """A decision as the institution's own people see it. `decided_by` is a name, "" where it is not known."""

    action: str
    reason_code: str
    public_reasons: Mapping[str, str]
    decided_at: datetime
    decided_by: str


def moderated_submissions(
    search: ModerationSearch, *, cursor: str | None = None, limit: int = 50
) -> Page[ModeratedSubmission]:
    """A stretch of a queue: held ones by how long they wait, others the newest first. Five queries at most.

    Raises InvalidCursor.
    """
    order = WAITING_LONGEST if search.state == SubmissionState.HELD else NEWEST
    rows = search.applied().values(*SHOWN, "hold_reason", "receipt_number")
    found, next_cursor, previous_cursor = order.page(rows, cursor, limit)
    return Page(items=_moderated(found), next_cursor=next_cursor, previous_cursor=previous_cursor)


def moderated_submission(institutions: Collection[UUID], uuid: UUID) -> ModeratedSubmission:
    """One submission of these institutions. Five queries at most. Raises NotFound."""
    rows = ModerationSearch(institutions=institutions).applied().filter(uuid=uuid)
    found = _moderated(list(rows.values(*SHOWN, "hold_reason", "receipt_number")))
    if not found:
        raise NotFound
    return found[0]


def moderated_institutions(institutions: Collection[UUID], uuids: Collection[UUID]) -> dict[UUID, UUID]:
    """Of these submissions, those of these institutions: {submission: institution}. One query."""
    rows = ModerationSearch(institutions=institutions).applied().filter(uuid__in=uuids)
    return dict(rows.values_list("uuid", "institution__uuid"))


def moderated_counts(institutions: Collection[UUID]) -> dict[str, int]:
    """How many submissions of these institutions are in each state a moderator sees. One query."""
    rows = ModerationSearch(institutions=institutions).applied()
    counted = dict(rows.values_list("state").annotate(Count("pk")).order_by())
    return {str(state): counted.get(state, 0) for state in SubmissionState if state in MODERATED}


def held_count(institutions: Collection[UUID]) -> int:
    """How many submissions of these institutions wait for a moderator. One query."""
    return ModerationSearch(institutions=institutions, state=SubmissionState.HELD).applied().count()


def consultation_titles(institutions: Collection[UUID], limit: int = 200) -> dict[UUID, Mapping[str, str]]:
    """Titles of the newest consultations of these institutions, by uuid, newest first. One query."""
    rows = Consultation.objects.filter(institution__uuid__in=institutions).order_by("-opens_at", "-pk")
    return dict(rows.values_list("uuid", "titles")[:limit])


def staff_decisions(institutions: Collection[UUID], submission: UUID) -> tuple[StaffDecision, ...]:
    """Every decision on a submission of these institutions, the newest first. One query."""
    rows = (
        ModerationDecision.objects.filter(
            submission__uuid=submission, submission__institution__uuid__in=institutions
        )
        .select_related("decided_by")
        .order_by("-pk")
    )
    return tuple(
        StaffDecision(
            action=row.action,
            reason_code=row.reason_code,
            public_reasons=row.public_reasons,
            decided_at=row.decided_at,
            decided_by=str(row.decided_by) if row.decided_by else "",
        )
        for row in rows
    )


def public_decisions(
    *,
    institutions: Collection[UUID],
    consultation: UUID | None = None,
    actions: Collection[str] = (),
    cursor: str | None = None,
    limit: int = 50,
) -> Page[DecisionView]:
    """Decisions at these institutions, the newest first. One query. Raises InvalidCursor.

    `actions`: only these (publish, hide, remove, restore); none means all.
    """
    about = Q(submission__institution__uuid__in=institutions, submission__institution__is_active=True)
    if consultation is not None:
        about &= Q(submission__consultation__uuid=consultation)
    if actions:
        about &= Q(action__in=actions)
    rows = (
        ModerationDecision.objects.filter(about)
        .select_related("submission__consultation", "submission__institution")
        .defer("submission__text", "submission__quote")
    )
    found, next_cursor, previous_cursor = DECIDED.page(rows, cursor, limit)
    return Page(
        items=tuple(_decision(row) for row in found), next_cursor=next_cursor, previous_cursor=previous_cursor
    )


def _typed(typed: str) -> Q:
    receipt = read_receipt_number(typed)
    if receipt is not None:
        return Q(receipt_number=receipt)
    digits = typed.strip().lstrip("#")
    if digits.isascii() and digits.isdigit() and len(digits) <= 10 and int(digits) <= LARGEST_NUMBER:
        return Q(number=int(digits))
    return Q(pk__in=[])


def _moderated(rows: Sequence[Mapping[str, Any]]) -> tuple[ModeratedSubmission, ...]:
    return tuple(
        ModeratedSubmission(
            submission=view,
            receipt_number=row["receipt_number"],
            hold_reason=row["hold_reason"],
            actions=tuple(str(action) for action in possible_actions(view.state)),
        )
        for row, view in zip(rows, assembled(rows, Reader.STAFF), strict=True)
    )


def _decision(row: ModerationDecision) -> DecisionView:
    submission = row.submission
    consultation, institution = submission.consultation, submission.institution
    return DecisionView(
        uuid=row.uuid,
        action=row.action,
        reason_code=row.reason_code,
        public_reasons=row.public_reasons,
        decided_at=row.decided_at,
        submission=submission.uuid,
        submission_number=submission.number,
        consultation=consultation.uuid,
        consultation_titles=consultation.titles,
        consultation_language=consultation.source_language,
        institution=institution.uuid,
        institution_slug=institution.slug,
        institution_names=institution.name,
        institution_language=institution.default_language,
    )
