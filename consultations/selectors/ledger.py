"""Reading a consultation's chain, as anyone may."""

from uuid import UUID

from consultations.errors import NotFound
from consultations.models import LedgerEvent
from consultations.selectors.paging import EPOCH, MAX_LIMIT, Cursor, read_cursor
from consultations.selectors.views import LedgerEventView, Page
from consultations.selectors.visibility import public_consultations

CURSOR = "ledger"


def ledger_events(
    consultation: UUID, *, cursor: str | None = None, limit: int = MAX_LIMIT
) -> Page[LedgerEventView]:
    """The events of a consultation, from the first on. Two queries. Raises NotFound, InvalidCursor."""
    limit = max(1, min(limit, MAX_LIMIT))
    after = read_cursor(cursor, CURSOR).pk if cursor else 0
    key = public_consultations().filter(uuid=consultation).values_list("pk", flat=True).first()
    if key is None:
        raise NotFound
    rows = LedgerEvent.objects.filter(consultation=key, sequence__gt=after).order_by("sequence")[: limit + 1]
    events = tuple(ledger_event_view(row) for row in rows)
    further = len(events) > limit
    events = events[:limit]
    next_cursor = Cursor(CURSOR, False, EPOCH, events[-1].sequence).encoded() if further else None
    return Page(items=events, next_cursor=next_cursor)


def ledger_event_view(row: LedgerEvent) -> LedgerEventView:
    """The view of an event's row."""
    return LedgerEventView(
        sequence=row.sequence,
        kind=row.kind,
        at=row.at,
        actor=row.actor,
        subject=row.subject,
        payload=row.payload,
        previous_hash=row.previous_hash,
        hash=row.hash,
    )
