"""What the notes say about a person: handed over, and erased."""

from django.db.models import Q, QuerySet

from kuvend_dummy.models import Note
from plugins.api.extension_points import PersonalRecord, PersonContext


def _notes(person: PersonContext) -> QuerySet[Note]:
    return Note.objects.filter(Q(participant__in=person.participants) | Q(submission__in=person.submissions))


def export(person: PersonContext) -> list[PersonalRecord]:
    """Every note about the person or what they sent."""
    return [
        PersonalRecord(kind="dummy.note", values={"word": note.word, "at": note.at.isoformat()})
        for note in _notes(person).order_by("pk")
    ]


def erase(person: PersonContext) -> int:
    """Forget whose the notes are. What happened to a submission is in the record anyway."""
    return Note.objects.filter(participant__in=person.participants).update(participant=None)
