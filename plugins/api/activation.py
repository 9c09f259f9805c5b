"""Where a plugin is on, and how an institution has set it."""

from consultations.activation.gate import enabled_consultations
from consultations.activation.places import disabled_consultations, permitting_institutions
from consultations.activation.settings import plugin_settings
from plugins.kernel.gate import is_active
from plugins.kernel.gated import in_scope
from plugins.kernel.scope import PORTAL, Scope

__all__ = [
    "PORTAL",
    "Scope",
    "disabled_consultations",
    "enabled_consultations",
    "in_scope",
    "is_active",
    "permitting_institutions",
    "plugin_settings",
]
