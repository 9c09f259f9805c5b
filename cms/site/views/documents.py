"""Documents of the record: the newest version, and each frozen one."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from cms.site.context import show_institution
from cms.site.crumbs import Crumb, crumb
from cms.site.headings import heading_levels
from cms.site.slots import provision_asides
from cms.site.texts import local_text
from consultations.errors import NotFound
from consultations.selectors.documents import version_detail
from consultations.selectors.views import VersionDetail
from consultations.states import ConsultationState


@require_safe
def document_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The newest version of a document."""
    return _version(request, uuid, None)


@require_safe
def version_page(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """One version of a document, as people saw it."""
    return _version(request, uuid, number)


def _version(request: HttpRequest, uuid: UUID, number: int | None) -> HttpResponse:
    try:
        detail = version_detail(uuid, number, language=translation.get_language() or "en")
    except NotFound:
        raise Http404 from None
    show_institution(request, detail.document.institution.uuid)
    return render(request, "record/document.html", version_context(detail, request))


def version_context(detail: VersionDetail, request: HttpRequest) -> dict[str, object]:
    """What `record/document.html` needs. `take_part_url` is "" while nothing can be sent on this version."""
    version = detail.version
    open_one = next((c for c in detail.consultations if c.state == ConsultationState.OPEN), None)
    is_current = version.number == detail.document.current.number
    name = "record:document" if is_current else "record:version"
    args = [version.document] if is_current else [version.document, version.number]
    return {
        "detail": detail,
        "asides": provision_asides(detail, request),
        "levels": heading_levels(detail.provisions),
        "take_part_url": reverse("record:take_part", args=[open_one.uuid]) if open_one else "",
        "canonical_url": reverse(name, args=args),
        "crumbs": _crumbs(detail),
    }


def _crumbs(detail: VersionDetail) -> list[Crumb]:
    """Through the consultation a version is read for, if there is one."""
    way = [
        crumb(local_text(c.titles, c.source_language), reverse("record:consultation", args=[c.uuid]))
        for c in detail.consultations[:1]
    ]
    return [*way, crumb(local_text(detail.version.titles, detail.version.source_language))]
