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
from plugins.bundled.threads.models import ThreadEntry

PLUGIN = "threads"
_HEADING = "_threads_heading"
_ENTRY = "_threads_entry"


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
    found = entry_of(request, uuid)
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


def entry_of(request: HttpRequest, uuid: UUID) -> ThreadEntry:
    """The contribution that the address names. Raises Http404."""
    found: ThreadEntry | None = getattr(request, _ENTRY, None)
    if found is None:
        found = ThreadEntry.objects.filter(submission=uuid).first()
        if found is None:
            raise Http404
        setattr(request, _ENTRY, found)
    return found


def consultations_on(heading: VersionHeading) -> frozenset[UUID]:
    """Of the consultations about a version, those where threads are on."""
    return enabled_consultations(PLUGIN, {ref.uuid: heading.institution.uuid for ref in heading.consultations})
