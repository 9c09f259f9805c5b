"""Telling what happened: to the ledger, to the outbox, and to plugins in the running transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations import ledger
from consultations.events import Kind, RecordEvent
from consultations.extension_points import RECORD_EVENT
from consultations.models import Consultation, OutboxMessage
from consultations.outputs.notice_queue import queue_notices
from plugins.kernel.scope import Scope

EVENT_TOPIC = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that happened in a consultation. `payload` goes to the ledger: JSON, no personal data."""

    kind: Kind
    actor: str
    at: datetime
    submission: UUID | None = None
    payload: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail to be sent after the commit: its topic ("mail.received"…) and identifiers to make it from."""

    topic: str
    submission: UUID


def record(
    consultation: Consultation,
    changes: Sequence[Change],
    *,
    mails: Sequence[Mail] = (),
    also_save: Sequence[str] = (),
) -> None:
    """Append to the ledger of a locked consultation, fill the outbox, tell plugins; three queries and theirs.

    `consultation.institution` must be loaded. `also_save`: fields of the consultation saved with the ledger's.
    """
    entries = [
        ledger.Entry(
            kind=change.kind,
            at=change.at,
            actor=change.actor,
            subject=change.submission,
            payload=change.payload,
        )
        for change in changes
    ]
    ledger.append(consultation, entries, also_save=also_save)
    events = [
        RecordEvent(
            kind=change.kind,
            institution=consultation.institution.uuid,
            consultation=consultation.uuid,
            submission=change.submission,
            at=change.at,
        )
        for change in changes
    ]
    emit(events, mails=mails)


def emit(events: Sequence[RecordEvent], *, mails: Sequence[Mail] = ()) -> None:
    """Fill the outbox and tell plugins, without the ledger. In a transaction."""
    messages = [(EVENT_TOPIC, event.as_payload(), event.at) for event in events]
    messages += [(mail.topic, {"submission": str(mail.submission)}, events[0].at) for mail in mails]
    OutboxMessage.objects.bulk_create(
        OutboxMessage(topic=topic, payload=payload, created_at=at, not_before=at)
        for topic, payload, at in messages
    )
    for event in events:
        RECORD_EVENT.dispatch(event, Scope(event.institution, event.consultation))
        queue_notices(event)
