"""Which roles of an institution hold the permissions of a plugin."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.plugin_admin.views.plugin import institution_for, manifest_for
from cms.tenancy.models import Role
from consultations.activation.permissions import decide_roles, role_decisions
from consultations.translated import pick

DECISIONS: dict[str, bool | None] = {"": None, "allow": True, "deny": False}


class PermissionsView(WagtailAdminTemplateMixin, TemplateView):
    """GET shows a plugin's permissions by role; POST allows and denies."""

    template_name = "plugin_admin/permissions.html"
    header_icon = "key"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find institution and plugin, or end with 404: also for a plugin that asks for no permission."""
        super().setup(request, *args, **kwargs)
        self.institution = institution_for(request, kwargs["institution"])
        self.manifest = manifest_for(kwargs["plugin"])
        if not self.manifest.permissions:
            raise Http404
        self.page_title = _("Permissions")
        self.page_subtitle = pick(self.manifest.name, get_language() or "en")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, plugins of the institution, the plugin, here."""
        overview = f"{reverse('plugin_admin:overview')}?institution={self.institution.slug}"
        plugin = reverse("plugin_admin:plugin", args=[self.institution.slug, self.manifest.slug])
        return [
            *self.breadcrumbs_items,
            {"url": overview, "label": _("Plugins")},
            {"url": plugin, "label": self.page_subtitle},
            {"url": "", "label": self.page_title},
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what was decided for each role, and go back to the plugin."""
        changed = decide_roles(
            institution=self.institution,
            plugin=self.manifest.slug,
            decisions=self._decisions(request.POST),
            actor=request.user,
        )
        messages.success(request, _("The permissions are saved.") if changed else _("Nothing was changed."))
        return redirect("plugin_admin:plugin", self.institution.slug, self.manifest.slug)

    def _decisions(self, data: Mapping[str, str]) -> dict[tuple[str, str], bool | None]:
        decisions: dict[tuple[str, str], bool | None] = {}
        for permission in self.manifest.permissions:
            for role in Role.values:
                chosen = data.get(f"{permission.codename}.{role}")
                if chosen is None:
                    continue
                if chosen not in DECISIONS:
                    raise BadRequest
                decisions[(permission.codename, role)] = DECISIONS[chosen]
        return decisions

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A row a permission, a choice a role."""
        decided = role_decisions(self.institution, self.manifest.slug)
        words = {decision: word for word, decision in DECISIONS.items()}
        language = get_language() or "en"
        rows = [
            {
                "label": pick(permission.label, language),
                "name": f"{self.manifest.slug}.{permission.codename}",
                "cells": [
                    {
                        "field": f"{permission.codename}.{role.value}",
                        "role": role.label,
                        "chosen": words[decided.get((permission.codename, role.value))],
                        "by_default": role.value in permission.roles,
                    }
                    for role in Role
                ],
            }
            for permission in self.manifest.permissions
        ]
        roles = [role.label for role in Role]
        return super().get_context_data(institution=self.institution, roles=roles, rows=rows)
