"""Panels of plugins on the admin's first page."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.admin.ui.components import Component

from cms.answers.contributed import label_of
from cms.tenancy.roles import given_roles
from consultations.activation.permissions import may_use
from consultations.activation.places import permitting_institutions
from consultations.extension_points import ADMIN_DASHBOARD, AdminDashboardContext
from consultations.translated import pick
from plugins.kernel import gate
from plugins.kernel.points import PORTAL
from plugins.kernel.registry import LoadedContribution, registry
from plugins.kernel.scope import Scope


class PluginPanel(Component):
    """What one plugin has to say, made already."""

    name = "plugin"
    template_name = "answers/plugin_panel.html"
    order = 300

    def __init__(self, key: str, heading: str, html: SafeString) -> None:
        self.key = key
        self.heading = heading
        self.html = html

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        """Heading and content."""
        panel_id = self.key.replace("/", "-").replace(".", "-")
        return {"key": self.key, "panel_id": panel_id, "heading": self.heading, "html": self.html}


def plugin_panels(request: HttpRequest) -> list[PluginPanel]:
    """The panels of all plugins that are on where the person works, for the institutions where they may see it."""
    language = get_language() or "en"
    panels = []
    for loaded in registry.contributions(ADMIN_DASHBOARD.name):
        institutions = _institutions(request.user, loaded)
        if not institutions:
            continue
        context = AdminDashboardContext(institutions=institutions, language=language, request=request)
        scope = Scope(institutions[0]) if len(institutions) == 1 else PORTAL
        html = ADMIN_DASHBOARD.ask(loaded, context, scope).value
        if html and html.strip():
            heading = label_of(loaded, language) or pick(registry.plugin(loaded.plugin).manifest.name, language)
            panels.append(PluginPanel(loaded.key, heading, html))
    return panels


def _institutions(user: Any, loaded: LoadedContribution) -> tuple[UUID, ...]:
    if user.is_superuser:
        places = permitting_institutions(loaded.plugin)
    else:
        places = frozenset(uuid for uuid in given_roles(user) if gate.is_active(loaded.plugin, Scope(uuid)))
    return tuple(sorted(uuid for uuid in places if may_use(user, loaded, uuid)))
