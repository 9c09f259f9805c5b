"""Where a plugin is asked to act."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Scope:
    """One place: the portal (`institution` None), an institution, or one of its consultations."""

    institution: UUID | None
    consultation: UUID | None = None


PORTAL = Scope(institution=None)
