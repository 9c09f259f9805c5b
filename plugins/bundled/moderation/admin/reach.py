"""Whose contributions somebody moderates."""

from typing import Any
from uuid import UUID

from plugins.api.activation import permitting_institutions
from plugins.api.roles import MODERATOR, institutions_with
from plugins.bundled.moderation.checks import PLUGIN


def reach_of(user: Any) -> frozenset[UUID]:
    """The institutions where the user is a moderator and moderation is on."""
    return institutions_with(user, MODERATOR) & permitting_institutions(PLUGIN)
