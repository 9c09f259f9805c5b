"""Doing what waits in the outbox: sending mails, telling plugins what is safely stored."""

from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db.models import F

from consultations import clock
from consultations.events import RecordEvent
from consultations.extension_points import RECORD_EVENT_COMMITTED
from consultations.mails import compose
from consultations.models import OutboxMessage
from consultations.recording import EVENT_TOPIC
from plugins.kernel.retrying import ATTEMPTS, LEASE, pause_after
from plugins.kernel.scope import Scope

logger = structlog.get_logger("kuvend.outbox")


def deliver_outbox(*, limit: int = 100, now: datetime | None = None) -> int:
    """Deliver at most `limit` of the messages that are due, in order; how many were tried.

    At least once: a message is marked after it was delivered. One that fails is tried again after ever longer
    pauses and parked after eight attempts, and holds up no other. No transaction is open meanwhile, so a slow
    mail server locks nothing. Several workers do each other no harm.
    """
    due = OutboxMessage.objects.filter(delivered_at=None, parked_at=None, not_before__lte=now or clock.now())
    # Each has its lease from when it is begun: those before it may have taken long.
    return sum(_try(message, now or clock.now()) for message in due.order_by("pk")[:limit])


def _try(message: OutboxMessage, now: datetime) -> int:
    if not _claim(message, now):
        return 0
    if message.attempts >= ATTEMPTS:  # no failure was noted: the worker ended in the middle of it, each time
        OutboxMessage.objects.filter(pk=message.pk).update(parked_at=now, last_error="WorkerEnded")
        logger.error("outbox_parked", message=message.pk, topic=message.topic)
        return 1
    try:
        _deliver(message.topic, message.payload, message.pk)
    except Exception as error:
        _failed(message, error, now)
    else:
        OutboxMessage.objects.filter(pk=message.pk).update(delivered_at=now, last_error="")
    return 1


def _claim(message: OutboxMessage, now: datetime) -> bool:
    """Make the message ours for a while; False if another worker was quicker."""
    unclaimed = OutboxMessage.objects.filter(
        pk=message.pk, attempts=message.attempts, delivered_at=None, parked_at=None
    )
    return bool(unclaimed.update(attempts=F("attempts") + 1, not_before=now + LEASE))


def _deliver(topic: str, payload: dict[str, Any], message_id: int) -> None:
    if topic == EVENT_TOPIC:
        event = RecordEvent.from_payload(payload)
        RECORD_EVENT_COMMITTED.dispatch(event, Scope(event.institution, event.consultation))
        return
    mail = compose(topic, UUID(payload["submission"]), message_id)
    if mail is not None:
        mail.send()


def _failed(message: OutboxMessage, error: Exception, now: datetime) -> None:
    """Note what went wrong by its type alone: a mail server's words may quote an address."""
    attempts, name = message.attempts + 1, type(error).__name__
    parked = attempts >= ATTEMPTS
    OutboxMessage.objects.filter(pk=message.pk).update(
        not_before=now + pause_after(attempts), parked_at=now if parked else None, last_error=name
    )
    logger.warning(
        "outbox_failed", message=message.pk, topic=message.topic, error=name, attempts=attempts, parked=parked
    )
