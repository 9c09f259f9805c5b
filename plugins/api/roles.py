"""Whether somebody may act for an institution. `role` is one of the constants here."""

from consultations.roles import MODERATOR, OFFICIAL, has_role, institutions_with

__all__ = ["MODERATOR", "OFFICIAL", "has_role", "institutions_with"]
