"""How one plugin fares on the whole site, for the operator: failures, waiting calls, and how long it takes."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.plugin_admin.views.operator import failure_rows
from consultations.translated import pick
from plugins.kernel import deliveries, timings
from plugins.kernel.models import PluginDelivery
from plugins.kernel.registry import registry

PARKED_SHOWN = 50


class HealthView(WagtailAdminTemplateMixin, TemplateView):
    """Reads only; each thing to do is a button that posts."""

    template_name = "plugin_admin/health.html"
    header_icon = "sliders"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not request.user.is_superuser:
            raise Http404
        self.slug = kwargs["plugin"]
        self.quarantined = next((entry for entry in registry.quarantined if entry.slug == self.slug), None)
        installed = registry.is_loaded(self.slug) or self.quarantined is not None
        if not installed and not PluginDelivery.objects.filter(plugin=self.slug).exists():
            raise Http404
        self.page_title = self._name()
        self.page_subtitle = _("Health")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, plugins, this one."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("plugin_admin:overview"), "label": _("Plugins")},
            {"url": "", "label": self.page_title, "sublabel": self.page_subtitle},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = failure_rows(self.slug)
        waiting = PluginDelivery.objects.filter(plugin=self.slug)
        return super().get_context_data(
            slug=self.slug,
            quarantined=self.quarantined,
            failures=rows,
            recent=_recent(rows),
            parked=waiting.exclude(parked_at=None).order_by("-parked_at")[:PARKED_SHOWN],
            waiting=waiting.filter(parked_at=None).count(),
            timings=timings.summary(self.slug),
            days=timings.DAYS_SHOWN,
            **kwargs,
        )

    def _name(self) -> str:
        if not registry.is_loaded(self.slug):
            return str(self.slug)
        return pick(registry.plugin(self.slug).manifest.name, get_language() or "en")


def _recent(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The latest failures at all places, newest first."""
    found = [
        {**entry, "at": datetime.fromisoformat(entry["at"]), "institution": row["institution"]}
        for row in rows
        for entry in row["failure"].recent
    ]
    return sorted(found, key=lambda entry: entry["at"], reverse=True)


@require_POST
def decide_delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the worker try a parked call again (`action=retry`), or give it up (`action=discard`)."""
    if not request.user.is_superuser:
        raise Http404
    delivery = get_object_or_404(PluginDelivery, pk=pk)
    if request.POST.get("action") == "discard":
        deliveries.discard(delivery)
        messages.success(request, _("The call is given up."))
    else:
        deliveries.retry(delivery)
        messages.success(request, _("The worker will try the call again."))
    return redirect("plugin_admin:health", delivery.plugin)
