"""Lifecycle events: what happened in the record."""

from consultations.events import RecordEvent
from plugins.kernel.points import ExtensionPoint, Timing

RECORD_EVENT: ExtensionPoint[RecordEvent, None] = ExtensionPoint(
    "record.event",
    RecordEvent,
    None,
    timing=Timing.IN_TRANSACTION,
    options=frozenset(),
    doc="""Something happened in the record; the handler runs in the transaction that wrote it and may write
    rows of its own plugin, which then exist exactly if the event does. Keep it short and local: no mail, no
    network. Several events of one transaction come in their order.""",
)
RECORD_EVENT_COMMITTED: ExtensionPoint[RecordEvent, None] = ExtensionPoint(
    "record.event_committed",
    RecordEvent,
    None,
    timing=Timing.AFTER_COMMIT,
    options=frozenset(),
    encode=RecordEvent.as_payload,
    decode=RecordEvent.from_payload,
    doc="""The same events, told by the worker once they are safely stored: the place for mail and network.
    At least once, so a handler must bear hearing one twice; mostly in order. A handler that fails is called
    again with growing pauses, alone, and after eight times left for an operator to look at.""",
)
