"""Whose things may be found from where a request is."""

from uuid import UUID

from django.http import HttpRequest

from plugins.api.activation import permitting_institutions
from plugins.api.record import InstitutionView, institution_list
from plugins.bundled.submission_search.values import Place

SLUG = "submission_search"


def searchable_institutions(request: HttpRequest) -> dict[str, InstitutionView]:
    """The institutions that search is on for, by slug; on an institution's own host, only that one."""
    own = getattr(request, "institution", None)
    return searchable(None if own is None else own.uuid)


def searchable(only: UUID | None = None) -> dict[str, InstitutionView]:
    """The institutions that search is on for, by slug; or only that one, if it is among them."""
    permitting = permitting_institutions(SLUG)
    return {
        institution.slug: institution
        for institution in institution_list()
        if institution.uuid in permitting and only in (None, institution.uuid)
    }


def place_of(request: HttpRequest) -> Place:
    """From where a request asks."""
    return Place(searchable_institutions(request))
