"""Which events become notices, and for whom they wait."""

from consultations.events import Kind, RecordEvent
from consultations.extension_points import NOTIFICATION_CHANNEL
from plugins.kernel import deliveries
from plugins.kernel.scope import Scope

NOTICED = frozenset(
    {
        Kind.VERSION_PUBLISHED,
        Kind.CONSULTATION_SCHEDULED,
        Kind.CONSULTATION_OPENED,
        Kind.CONSULTATION_CLOSING_SOON,
        Kind.CONSULTATION_CLOSED,
        Kind.CONSULTATION_ANSWERED,
    }
)


def queue_notices(event: RecordEvent) -> None:
    """Have the worker tell every channel that is on there of an event; in the transaction of the event.

    One row a channel, so that each is retried alone; without a channel, or for other events, nothing.
    """
    if event.kind not in NOTICED:
        return
    scope = Scope(event.institution, event.consultation)
    for loaded in NOTIFICATION_CHANNEL.contributions(scope):
        deliveries.enqueue(
            NOTIFICATION_CHANNEL.name, loaded.contribution.name, loaded.plugin, event.as_payload(), scope
        )
