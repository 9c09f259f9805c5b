"""Reading notes, with the plugins' gate in mind."""

from uuid import UUID

from kuvend_dummy.models import Note
from plugins.api.activation import disabled_consultations, permitting_institutions

MOST = 50


def visible_notes(institution: UUID | None) -> list[Note]:
    """The latest notes of an institution, or at the portal of all that permit the plugin."""
    permitting = permitting_institutions("dummy")
    institutions = permitting if institution is None else permitting & {institution}
    found = Note.objects.filter(institution__in=institutions)
    return list(found.exclude(consultation__in=disabled_consultations("dummy"))[:MOST])
