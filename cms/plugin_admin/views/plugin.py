"""One plugin at one institution: permit it, set it, switch it in single consultations, see who did what."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.plugin_admin.forms import settings_form
from cms.plugin_admin.scopes import administers
from consultations.activation.decisions import Decisions, decisions_of
from consultations.activation.errors import ActivationRefused, PluginNotLoaded, SettingsRefused
from consultations.activation.settings import change_plugin_settings, outdated_settings, plugin_settings
from consultations.activation.switching import (
    disable_plugin,
    enable_plugin,
    forbid_plugin,
    loaded_manifest,
    permit_plugin,
)
from consultations.models import Consultation, Institution, PluginAudit
from consultations.translated import pick
from plugins.kernel.manifest import PluginManifest
from plugins.kernel.models import PluginFailure

CONSULTATIONS_A_PAGE = 30
AUDIT_ROWS = 20


class PluginView(WagtailAdminTemplateMixin, TemplateView):
    """GET shows the plugin at the institution; POST changes its settings there."""

    template_name = "plugin_admin/plugin.html"
    header_icon = "sliders"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.institution = institution_for(request, kwargs["institution"])
        self.manifest = manifest_for(kwargs["plugin"])
        self.page_title = pick(self.manifest.name, get_language() or "en")
        self.page_subtitle = pick(self.institution.name, get_language() or "en")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, plugins of the institution, this one."""
        overview = f"{reverse('plugin_admin:overview')}?institution={self.institution.slug}"
        return [
            *self.breadcrumbs_items,
            {"url": overview, "label": _("Plugins")},
            {"url": "", "label": self.page_title, "sublabel": self.page_subtitle},
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save the settings, or show what is wrong with them."""
        form = settings_form(self.manifest, self._values(), request.POST)
        if form.is_valid():
            try:
                change_plugin_settings(
                    institution=self.institution,
                    plugin=self.manifest.slug,
                    values=form.cleaned_data,
                    actor=request.user,
                )
            except SettingsRefused as refused:
                for name, message in refused.errors.items():
                    form.add_error(name, message)
            else:
                messages.success(request, _("The settings are saved."))
                return redirect(request.path)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, form: Any = None, **kwargs: Any) -> dict[str, Any]:
        if form is None and self.manifest.settings:
            form = settings_form(self.manifest, self._values())
        decisions = decisions_of(self.institution.uuid)
        language = get_language() or "en"
        return super().get_context_data(
            institution=self.institution,
            plugin=self.manifest,
            description=pick(self.manifest.description, language),
            permitted=decisions.permits(self.manifest),
            switch_url=reverse("plugin_admin:switch", args=[self.institution.slug, self.manifest.slug]),
            personal_data=[
                (declared.fields, pick(declared.purpose, language)) for declared in self.manifest.personal_data
            ],
            consultations=self._consultations(decisions, language),
            audit=_audit(self.institution, self.manifest.slug, language),
            form=form,
            outdated=outdated_settings(self.manifest.slug, self.institution.uuid),
            left_out_since=_left_out_since(self.institution, self.manifest.slug),
            health_url=self._health_url(),
        )

    def _health_url(self) -> str:
        """Where the operator sees more; nobody else is shown the way."""
        user: Any = self.request.user
        return reverse("plugin_admin:health", args=[self.manifest.slug]) if user.is_superuser else ""

    def _values(self) -> dict[str, bool | int | str]:
        return plugin_settings(self.manifest.slug, self.institution.uuid)

    def _consultations(self, decisions: Decisions, language: str) -> dict[str, Any] | None:
        """A page of the institution's consultations with the plugin's state; None if it has none there."""
        if "consultation" not in self.manifest.scopes:
            return None
        found = Consultation.objects.filter(institution=self.institution).order_by("-opens_at", "-id")
        page = Paginator(found, CONSULTATIONS_A_PAGE).get_page(self.request.GET.get("p"))
        rows = [
            {
                "title": pick(consultation.titles, language),
                "opens_at": consultation.opens_at,
                "enabled": decisions.enables(self.manifest, consultation.uuid),
                "switch_url": reverse(
                    "plugin_admin:switch_consultation",
                    args=[self.institution.slug, self.manifest.slug, consultation.uuid],
                ),
            }
            for consultation in page
        ]
        return {"page": page, "rows": rows}


def _left_out_since(institution: Institution, slug: str) -> datetime | None:
    """Since when the plugin is left out here because it keeps failing; None while it works."""
    rows = PluginFailure.objects.filter(plugin=slug, institution=institution.uuid, opened_at__isnull=False)
    return rows.values_list("opened_at", flat=True).first()


def _audit(institution: Institution, slug: str, language: str) -> list[dict[str, Any]]:
    """The latest changes, newest first."""
    labels = {
        "permit": _("permitted"),
        "forbid": _("forbidden"),
        "enable": _("enabled"),
        "disable": _("disabled"),
        "settings": _("settings changed"),
        "permissions": _("permissions changed"),
        "bulk_action": _("used on ticked rows"),
    }
    rows = PluginAudit.objects.filter(institution=institution, plugin=slug)
    return [
        {
            "at": row.at,
            "actor": row.actor,
            "action_label": labels.get(row.action, row.action),
            "settings_changed": _changes(row),
            "consultation_title": pick(row.consultation.titles, language) if row.consultation else "",
        }
        for row in rows.select_related("actor", "consultation")[:AUDIT_ROWS]
    ]


def _changes(row: PluginAudit) -> list[tuple[str, list[Any]]]:
    """(what, [before, after]) of each setting or permission that was changed."""
    if row.action == "settings":
        return list(row.changes.items())
    if row.action == "permissions":
        words = {None: _("as the plugin has it"), True: _("allowed"), False: _("denied")}
        return [(name, [words[value] for value in change]) for name, change in row.changes.items()]
    return []


def institution_for(request: HttpRequest, slug: str) -> Institution:
    """The institution, if the person administers it; else Http404, as if there were none."""
    institution = get_object_or_404(Institution, slug=slug)
    if not administers(request.user, institution):
        raise Http404
    return institution


def manifest_for(slug: str) -> PluginManifest:
    """The loaded plugin's manifest, else Http404."""
    try:
        return loaded_manifest(slug)
    except PluginNotLoaded as error:
        raise Http404 from error


@require_POST
def switch_institution(request: HttpRequest, institution: str, plugin: str) -> HttpResponse:
    """Permit (`on=1`) or forbid a plugin at an institution."""
    place = institution_for(request, institution)
    name = pick(manifest_for(plugin).name, get_language() or "en")
    if request.POST.get("on") == "1":
        permit_plugin(institution=place, plugin=plugin, actor=request.user)
        messages.success(request, _("“%(plugin)s” is permitted.") % {"plugin": name})
    else:
        forbid_plugin(institution=place, plugin=plugin, actor=request.user)
        messages.success(request, _("“%(plugin)s” is forbidden.") % {"plugin": name})
    return redirect("plugin_admin:plugin", institution, plugin)


@require_POST
def switch_consultation(request: HttpRequest, institution: str, plugin: str, consultation: UUID) -> HttpResponse:
    """Enable (`on=1`) or disable a plugin in one of the institution's consultations."""
    place = institution_for(request, institution)
    manifest_for(plugin)
    found = get_object_or_404(Consultation, uuid=consultation, institution=place)
    switch = enable_plugin if request.POST.get("on") == "1" else disable_plugin
    try:
        switch(consultation=found, plugin=plugin, actor=request.user)
    except ActivationRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The consultation is changed."))
    return redirect("plugin_admin:plugin", institution, plugin)
