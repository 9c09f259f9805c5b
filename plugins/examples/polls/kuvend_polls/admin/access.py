"""Whose polls somebody manages."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from kuvend_polls.reading import PLUGIN
from plugins.api.activation import permitting_institutions
from plugins.api.roles import OFFICIAL, institutions_with


def reach_of(user: Any) -> frozenset[UUID]:
    """The institutions where the user may manage polls and polls are on."""
    return institutions_with(user, OFFICIAL) & permitting_institutions(PLUGIN)


def is_shown(request: HttpRequest) -> bool:
    """The menu item is for those who manage polls somewhere."""
    return bool(reach_of(request.user))
