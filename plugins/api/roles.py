"""Who may act for an institution: by a role that the platform knows, or by a permission that a plugin declares.

`role` is one of the constants here. A permission is `"<slug>.<codename>"`; which roles hold it says the manifest,
until an institution decides otherwise. One that no manifest declares raises PermissionUnknown.
"""

from consultations.activation.permissions import institutions_allowing, may, require
from consultations.roles import MODERATOR, OFFICIAL, has_role, institutions_with
from plugins.kernel.permissions import PermissionUnknown

__all__ = [
    "MODERATOR",
    "OFFICIAL",
    "PermissionUnknown",
    "has_role",
    "institutions_allowing",
    "institutions_with",
    "may",
    "require",
]
