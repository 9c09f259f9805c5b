"""What the address of a page or a route names, read once: for the plugins' gate, then for the view."""

from uuid import UUID

from django.http import Http404, HttpRequest

from kuvend_polls.models import Poll
from plugins.api.activation import Scope
from plugins.api.record import ConsultationHeading, NotFound, consultation_heading

_POLL = "_polls_poll"
_HEADING = "_polls_heading"


def of_poll(request: HttpRequest, uuid: UUID) -> tuple[Scope, ...]:
    """Where a poll is asked. Raises Http404."""
    poll = poll_of_address(request, uuid)
    return (Scope(poll.institution, poll.consultation),)


def of_consultation(request: HttpRequest, uuid: UUID) -> tuple[Scope, ...]:
    """The consultation. Raises Http404."""
    return (Scope(heading_of(request, uuid).institution.uuid, uuid),)


def poll_of_address(request: HttpRequest, uuid: UUID) -> Poll:
    """The public poll that the address names. Raises Http404."""
    found: Poll | None = getattr(request, _POLL, None)
    if found is None:
        found = Poll.objects.filter(uuid=uuid, is_published=True).first()
        if found is None:
            raise Http404
        setattr(request, _POLL, found)
    return found


def heading_of(request: HttpRequest, consultation: UUID) -> ConsultationHeading:
    """The consultation that the address or a poll names. Raises Http404."""
    found: ConsultationHeading | None = getattr(request, _HEADING, None)
    if found is None:
        try:
            found = consultation_heading(consultation)
        except NotFound:
            raise Http404 from None
        setattr(request, _HEADING, found)
    return found
