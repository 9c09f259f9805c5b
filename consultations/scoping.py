"""Whose things a service may touch: the institution is always said, by row or by uuid, and always compared."""

from uuid import UUID

from consultations.errors import NotFound
from consultations.models import Consultation, Institution

InstitutionRef = Institution | UUID


def institution_uuid(institution: InstitutionRef) -> UUID:
    """The uuid of an institution given either way."""
    return institution.uuid if isinstance(institution, Institution) else institution


def locked_consultation(institution: InstitutionRef, consultation: UUID) -> Consultation:
    """An institution's consultation, locked until the transaction ends.

    Raises NotFound, equally where there is none and where it is another institution's.
    """
    row = (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("institution")
        .filter(uuid=consultation, institution__uuid=institution_uuid(institution))
        .first()
    )
    if row is None:
        raise NotFound
    return row
