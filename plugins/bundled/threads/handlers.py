"""What threads do when something happens in the record."""

from plugins.api.events import Kind, RecordEvent
from plugins.bundled.threads import entries

_FOLLOWED = frozenset(
    {
        Kind.SUBMISSION_PUBLISHED,
        Kind.SUBMISSION_HIDDEN,
        Kind.SUBMISSION_REMOVED,
        Kind.SUBMISSION_RESTORED,
        Kind.SUBMISSION_WITHDRAWN,
    }
)


def follow_record(event: RecordEvent) -> None:
    """Keep the row of a contribution that became visible, or no longer is."""
    if event.kind in _FOLLOWED and event.submission is not None:
        entries.follow(event.submission)


def catch_up(event: RecordEvent) -> None:
    """Read anew what was said while threads were off, when something is switched on."""
    if event.kind == Kind.PLUGIN_ENABLED:
        entries.rebuild(institution=event.institution, consultation=event.consultation)
