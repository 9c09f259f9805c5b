"""What an institution's own people read: its queues. Another institution's rows are never in them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Subquery

from consultations.errors import NotFound
from consultations.models import Institution, Submission
from consultations.permissible import possible_actions
from consultations.scoping import InstitutionRef, institution_uuid
from consultations.selectors.assembling import SHOWN, Reader, assembled
from consultations.selectors.headings import provision_refs
from consultations.selectors.paging import Keyset
from consultations.selectors.submissions import About, SubmissionFilter
from consultations.selectors.views import Page, ProvisionRef, StaffSubmissionView, SubmissionView
from consultations.states import SubmissionState

WAITING_LONGEST = Keyset("moderation", "submitted_at", newest_first=False)
UNANSWERED = Keyset("answering", "published_at", newest_first=False)
#: What moderators see: not what waits for its sender's own confirmation.
MODERATED = frozenset(SubmissionState) - {SubmissionState.RECEIVED, SubmissionState.UNVERIFIED}


def moderation_queue(
    institution: InstitutionRef,
    *,
    states: Iterable[SubmissionState | str] = (SubmissionState.HELD,),
    consultation: UUID | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[StaffSubmissionView]:
    """An institution's submissions in these states, those that wait longest first. Five queries at most.

    Raises InvalidCursor.
    """
    rows = _own(institution).filter(state__in=MODERATED & set(states))
    if consultation:
        rows = rows.filter(consultation__uuid=consultation)
    columns = (*SHOWN, "hold_reason")
    found, next_cursor, previous_cursor = WAITING_LONGEST.page(rows, cursor, limit, columns=columns)
    return Page(items=_views(found), next_cursor=next_cursor, previous_cursor=previous_cursor)


def moderation_counts(institution: InstitutionRef) -> dict[str, int]:
    """How many of an institution's submissions are in each state a moderator sees. One query."""
    rows = _own(institution).filter(state__in=MODERATED)
    counted = dict(rows.values_list("state").annotate(Count("pk")).order_by())
    return {str(state): counted.get(state, 0) for state in SubmissionState if state in MODERATED}


def submission_for_staff(institution: InstitutionRef, uuid: UUID) -> StaffSubmissionView:
    """One of an institution's submissions. Five queries at most. Raises NotFound."""
    rows = _own(institution).filter(uuid=uuid, state__in=MODERATED).values(*SHOWN, "hold_reason")
    views = _views(list(rows))
    if not views:
        raise NotFound
    return views[0]


def answer_queue(
    institution: InstitutionRef,
    *,
    consultation: UUID | None = None,
    answered: bool | None = False,
    provision_uid: UUID | None = None,
    outcome: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[SubmissionView]:
    """What an institution has to answer: its published submissions that start a thread, the oldest first.

    `answered` None: answered or not. `outcome`: of the answer in force. Five queries at most. Raises
    InvalidCursor.
    """
    filters = SubmissionFilter(
        institution=institution_uuid(institution),
        consultation=consultation,
        roots_only=True,
        provision_uid=provision_uid,
        outcome=outcome,
        answered=answered,
        with_traces=False,
    )
    found, next_cursor, previous_cursor = UNANSWERED.page(filters.applied(), cursor, limit, columns=SHOWN)
    views = assembled(found, Reader.STAFF)
    return Page(items=tuple(views), next_cursor=next_cursor, previous_cursor=previous_cursor)


def answer_places(institution: InstitutionRef, consultation: UUID) -> tuple[ProvisionRef, ...]:
    """The provisions that an institution's answerable submissions in a consultation are about, in order of the
    first of these submissions. Two queries.
    """
    filters = SubmissionFilter(
        institution=institution_uuid(institution),
        consultation=consultation,
        roots_only=True,
        about=About.PROVISION,
        with_traces=False,
    )
    rows = filters.applied().order_by("number").values_list("version__uuid", "provision_uid")
    refs = provision_refs(list(dict.fromkeys((version, uid) for version, uid in rows if version and uid)))
    return tuple({ref.uid: ref for ref in refs.values()}.values())


def _own(institution: InstitutionRef) -> QuerySet[Submission]:
    own = Institution.objects.filter(uuid=institution_uuid(institution)).values("pk")
    return Submission.objects.filter(institution=Subquery(own))


def _views(rows: list[dict[str, Any]]) -> tuple[StaffSubmissionView, ...]:
    return tuple(
        StaffSubmissionView(
            submission=view, hold_reason=row["hold_reason"], actions=tuple(map(str, possible_actions(view.state)))
        )
        for row, view in zip(rows, assembled(rows, Reader.STAFF), strict=True)
    )
