"""Keeping notes of what happens in the record."""

from kuvend_dummy.models import Note
from plugins.api.events import RecordEvent
from plugins.api.search import enqueue


def note(event: RecordEvent) -> None:
    """In the transaction of the event: the note exists exactly if the event does, and search hears of it."""
    written = Note.objects.create(
        institution=event.institution,
        consultation=event.consultation,
        submission=event.submission,
        word=str(event.kind),
    )
    enqueue("dummy_note", str(written.uuid))


def note_again(event: RecordEvent) -> None:
    """After the commit. It may be told twice, so it looks before it writes."""
    Note.objects.get_or_create(
        institution=event.institution,
        consultation=event.consultation,
        submission=event.submission,
        word=f"after {event.kind}",
    )
