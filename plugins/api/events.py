"""What happens in the record, as handlers of `record.event` and `record.event_committed` are told it."""

from consultations.events import Kind, RecordEvent

__all__ = ["Kind", "RecordEvent"]
