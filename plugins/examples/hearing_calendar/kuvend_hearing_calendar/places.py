"""What the address of a page or a route names, read once: for the plugins' gate, then for the view."""

from uuid import UUID

from django.http import Http404, HttpRequest

from kuvend_hearing_calendar.models import Registration
from kuvend_hearing_calendar.reading import HearingView, hearing_view
from kuvend_hearing_calendar.tokens import is_signed
from plugins.api.activation import Scope
from plugins.api.record import ConsultationHeading, NotFound, consultation_heading

_HEARING = "_hearings_hearing"
_HEADING = "_hearings_heading"


def of_hearing(request: HttpRequest, uuid: UUID) -> tuple[Scope, ...]:
    """Where a hearing is. Raises Http404."""
    hearing = public_hearing(request, uuid)
    return (Scope(hearing.institution, hearing.consultation),)


def of_consultation(request: HttpRequest, uuid: UUID) -> tuple[Scope, ...]:
    """The consultation. Raises Http404."""
    return (Scope(heading_of(request, uuid).institution.uuid, uuid),)


def of_registration(request: HttpRequest, uuid: UUID, signature: str) -> tuple[Scope, ...]:
    """Where the hearing of a registration is. Raises Http404."""
    hearing = registration_of(uuid, signature).hearing
    return (Scope(hearing.institution, hearing.consultation),)


def public_hearing(request: HttpRequest, uuid: UUID) -> HearingView:
    """The public hearing that the address names. Raises Http404."""
    found: HearingView | None = getattr(request, _HEARING, None)
    if found is None:
        found = hearing_view(uuid)
        if found is None or not found.is_published:
            raise Http404
        setattr(request, _HEARING, found)
    return found


def heading_of(request: HttpRequest, consultation: UUID) -> ConsultationHeading:
    """The consultation that the address or a hearing names. Raises Http404."""
    found: ConsultationHeading | None = getattr(request, _HEADING, None)
    if found is None:
        try:
            found = consultation_heading(consultation)
        except NotFound:
            raise Http404 from None
        setattr(request, _HEADING, found)
    return found


def registration_of(uuid: UUID, signature: str) -> Registration:
    """The registration whose link was followed. Raises Http404."""
    row = Registration.objects.select_related("hearing").filter(uuid=uuid).first()
    if row is None or not is_signed(uuid, signature):
        raise Http404
    return row
