"""Whose things may be found from where a request is."""

from django.http import HttpRequest

from plugins.api.activation import permitting_institutions
from plugins.api.record import InstitutionView, institution_list

SLUG = "submission_search"


def searchable_institutions(request: HttpRequest) -> dict[str, InstitutionView]:
    """The institutions that search is on for, by slug; on an institution's own host, only that one."""
    permitting = permitting_institutions(SLUG)
    own = getattr(request, "institution", None)
    return {
        institution.slug: institution
        for institution in institution_list()
        if institution.uuid in permitting and (own is None or own.uuid == institution.uuid)
    }
