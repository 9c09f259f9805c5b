"""Reading the institution's answers."""

from collections.abc import Sequence
from uuid import UUID

from consultations.errors import NotFound
from consultations.models import Response, ResponseTarget
from consultations.selectors.paging import Keyset
from consultations.selectors.views import Page, ResponseView
from consultations.selectors.visibility import InstitutionKey, of_institution, public_responses, public_submissions

NEWEST = Keyset("responses", "published_at", newest_first=True)


def response_list(
    *,
    consultation: UUID | None = None,
    institution: InstitutionKey | None = None,
    outcome: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ResponseView]:
    """Answers, the newest first, each with the public submissions for which it is in force. Two queries.

    Raises InvalidCursor.
    """
    rows = public_responses()
    if consultation:
        rows = rows.filter(consultation__uuid=consultation)
    if institution:
        rows = rows.filter(of_institution(institution, "consultation__institution"))
    if outcome:
        rows = rows.filter(outcome=outcome)
    found, next_cursor, previous_cursor = NEWEST.page(rows, cursor, limit)
    return Page(items=_views(found), next_cursor=next_cursor, previous_cursor=previous_cursor)


def response_by_uuid(uuid: UUID) -> ResponseView:
    """One answer. Two queries. Raises NotFound."""
    row = public_responses().filter(uuid=uuid).first()
    if row is None:
        raise NotFound
    return _views([row])[0]


def response_history(submission: UUID) -> tuple[ResponseView, ...]:
    """Every answer a public submission was ever given, the newest first. One query."""
    targets = (
        ResponseTarget.objects.filter(submission__in=public_submissions().filter(uuid=submission))
        .select_related("response")
        .order_by("-response__published_at", "-pk")
    )
    return tuple(_view(target.response, ()) for target in targets)


def _views(rows: Sequence[Response]) -> tuple[ResponseView, ...]:
    answers: dict[int, list[UUID]] = {}
    if rows:
        targets = ResponseTarget.objects.filter(
            response__in=rows, is_current=True, submission__in=public_submissions()
        )
        for key, uuid in targets.order_by("submission__number").values_list("response_id", "submission__uuid"):
            answers.setdefault(key, []).append(uuid)
    return tuple(_view(row, tuple(answers.get(row.pk, ()))) for row in rows)


def _view(row: Response, submissions: tuple[UUID, ...]) -> ResponseView:
    return ResponseView(
        uuid=row.uuid,
        outcome=row.outcome,
        reasons=row.reasons,
        published_at=row.published_at,
        submissions=submissions,
    )
