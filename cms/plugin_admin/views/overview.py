"""All plugins at one institution, and for the operator what is wrong with any of them."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.plugin_admin.scopes import administered
from cms.plugin_admin.views.operator import failure_rows, health_rows
from consultations.activation.decisions import decisions_of
from consultations.models import Institution
from consultations.translated import pick
from plugins.kernel.registry import registry


class OverviewView(WagtailAdminTemplateMixin, TemplateView):
    """The institution is chosen by `?institution=<slug>`, the first of one's own by default."""

    template_name = "plugin_admin/overview.html"
    page_title = _("Plugins")
    header_icon = "sliders"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        institutions = administered(user)
        if not institutions and not user.is_superuser:
            raise Http404
        chosen = self._chosen(institutions)
        operator = _operator() if user.is_superuser else {}
        language = get_language() or "en"
        return super().get_context_data(
            institutions=[(entry.slug, pick(entry.name, language)) for entry in institutions],
            institution=chosen,
            institution_name=pick(chosen.name, language) if chosen else "",
            plugins=_rows(chosen, language) if chosen else [],
            **operator,
            **kwargs,
        )

    def _chosen(self, institutions: list[Institution]) -> Institution | None:
        slug = self.request.GET.get("institution")
        if not slug:
            return institutions[0] if institutions else None
        for institution in institutions:
            if institution.slug == slug:
                return institution
        raise Http404


def _operator() -> dict[str, Any]:
    """What is wrong with plugins anywhere."""
    failures = failure_rows()
    return {
        "quarantined": registry.quarantined,
        "not_allowed": registry.not_allowed,
        "failures": failures,
        "health": health_rows(failures),
    }


def _rows(institution: Institution, language: str) -> list[dict[str, Any]]:
    """One row a loaded plugin."""
    decisions = decisions_of(institution.uuid)
    return [
        {
            "slug": plugin.slug,
            "name": pick(plugin.manifest.name, language),
            "description": pick(plugin.manifest.description, language),
            "version": plugin.manifest.version,
            "permitted": decisions.permits(plugin.manifest),
            "url": reverse("plugin_admin:plugin", args=[institution.slug, plugin.slug]),
            "switch_url": reverse("plugin_admin:switch", args=[institution.slug, plugin.slug]),
        }
        for plugin in registry.plugins
    ]
