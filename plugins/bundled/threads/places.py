"""What the address of a thread page names, read once: for the plugins' gate, then for the page."""

from uuid import UUID

from django.http import Http404, HttpRequest

from plugins.api.activation import Scope, enabled_consultations
from plugins.api.record import (
    ConsultationHeading,
    NotFound,
    VersionHeading,
    consultation_heading,
    version_heading,
)
from plugins.bundled.threads.reading import Row, row_of
from plugins.bundled.threads.visiting import visitor_of

PLUGIN = "threads"
_HEADING = "_threads_heading"
_ROW = "_threads_row"


def of_consultation(request: HttpRequest, uuid: UUID) -> tuple[Scope, ...]:
    """The consultation. Raises Http404."""
    found = heading_of_consultation(request, uuid)
    return (Scope(found.institution.uuid, uuid),)


def of_version(request: HttpRequest, uuid: UUID, provision: UUID | None = None) -> tuple[Scope, ...]:
    """Every consultation about a version; its institution where there is none. Raises Http404."""
    found = heading_of_version(request, uuid)
    institution = found.institution.uuid
    return tuple(Scope(institution, ref.uuid) for ref in found.consultations) or (Scope(institution),)


def of_submission(request: HttpRequest, uuid: UUID) -> tuple[Scope, ...]:
    """The consultation of a contribution that the public has seen. Raises Http404."""
    return _scope(row_of(uuid))


def of_thread(request: HttpRequest, uuid: UUID) -> tuple[Scope, ...]:
    """The same, for a page that shows the contribution. Raises Http404."""
    return _scope(row_of_address(request, uuid))


def _scope(found: Row | None) -> tuple[Scope, ...]:
    if found is None:
        raise Http404
    return (Scope(found.institution, found.consultation),)


def heading_of_consultation(request: HttpRequest, uuid: UUID) -> ConsultationHeading:
    """The consultation that the address names. Raises Http404."""
    found: ConsultationHeading | None = getattr(request, _HEADING, None)
    if found is None:
        try:
            found = consultation_heading(uuid)
        except NotFound:
            raise Http404 from None
        setattr(request, _HEADING, found)
    return found


def heading_of_version(request: HttpRequest, uuid: UUID) -> VersionHeading:
    """The version that the address names. Raises Http404."""
    found: VersionHeading | None = getattr(request, _HEADING, None)
    if found is None:
        try:
            found = version_heading(uuid)
        except NotFound:
            raise Http404 from None
        setattr(request, _HEADING, found)
    return found


def row_of_address(request: HttpRequest, uuid: UUID) -> Row:
    """The contribution that the address names, as the visitor sees it. Raises Http404."""
    found: Row | None = getattr(request, _ROW, None)
    if found is None:
        found = row_of(uuid, participant=visitor_of(request).participant)
        if found is None:
            raise Http404
        setattr(request, _ROW, found)
    return found


def consultations_on(heading: VersionHeading) -> frozenset[UUID]:
    """Of the consultations about a version, those where threads are on."""
    return enabled_consultations(PLUGIN, {ref.uuid: heading.institution.uuid for ref in heading.consultations})
