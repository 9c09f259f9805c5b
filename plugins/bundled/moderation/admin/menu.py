"""The menu item, with how many wait."""

from django.http import HttpRequest

from plugins.api.moderation import held_count
from plugins.bundled.moderation.admin.reach import reach_of


def waiting(request: HttpRequest) -> bool | int:
    """How many contributions wait for this moderator; False for somebody who is none."""
    institutions = reach_of(request.user)
    return held_count(institutions) if institutions else False
