"""Whose hearings somebody manages, and whose registered they may see."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from kuvend_hearing_calendar.models import Hearing
from plugins.api.roles import institutions_allowing

MANAGE = "hearing_calendar.manage_hearings"
SEE = "hearing_calendar.see_registrations"


def reach_of(user: Any) -> frozenset[UUID]:
    """The institutions where the user may manage hearings."""
    return institutions_allowing(user, MANAGE)


def managed(request: HttpRequest, uuid: UUID, permission: str = MANAGE) -> Hearing:
    """The hearing, if the person holds the permission where it is. Raises Http404."""
    found = Hearing.objects.filter(
        uuid=uuid, institution__in=institutions_allowing(request.user, permission)
    ).first()
    if found is None:
        raise Http404
    return found


def is_shown(request: HttpRequest) -> bool:
    """The menu item is for those who manage hearings somewhere."""
    return bool(reach_of(request.user))
