"""Whose polls somebody manages."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from plugins.api.roles import institutions_allowing

MANAGE = "polls.manage_polls"


def reach_of(user: Any) -> frozenset[UUID]:
    """The institutions where the user may manage polls and polls are on."""
    return institutions_allowing(user, MANAGE)


def is_shown(request: HttpRequest) -> bool:
    """The menu item is for those who manage polls somewhere."""
    return bool(reach_of(request.user))
