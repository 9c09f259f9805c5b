"""Whose settlements somebody manages."""

from uuid import UUID

from django.http import Http404, HttpRequest

from plugins.api.record import InstitutionView, institution_list
from plugins.api.roles import institutions_allowing

MANAGE = "neighbourhoods.manage_settlements"


def institutions_of(request: HttpRequest) -> list[InstitutionView]:
    """The institutions whose list the person keeps. Raises Http404 where there are none."""
    allowed = institutions_allowing(request.user, MANAGE)
    found = [institution for institution in institution_list() if institution.uuid in allowed]
    if not found:
        raise Http404
    return found


def institution_of(request: HttpRequest, uuid: UUID) -> InstitutionView:
    """One of them. Raises Http404."""
    for institution in institutions_of(request):
        if institution.uuid == uuid:
            return institution
    raise Http404


def is_shown(request: HttpRequest) -> bool:
    """The menu item is for those who keep a list somewhere."""
    return bool(institutions_allowing(request.user, MANAGE))
