"""What only the operator sees: failures of plugins, and their reset."""

from collections import Counter
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from consultations.models import Institution
from consultations.translated import pick
from plugins.kernel import failures
from plugins.kernel.models import PORTAL_UUID, PluginDelivery, PluginFailure
from plugins.kernel.registry import registry


def failure_rows(plugin: str = "") -> list[dict[str, Any]]:
    """Failures of plugins, or of one, by place, latest first: two queries."""
    language = get_language() or "en"
    rows = PluginFailure.objects.filter(count__gt=0)
    found = list(rows.filter(plugin=plugin) if plugin else rows)
    names = dict(
        Institution.objects.filter(uuid__in=[failure.institution for failure in found]).values_list("uuid", "name")
    )
    return [
        {
            "failure": failure,
            "institution": pick(names.get(failure.institution, {}), language)
            or (_("the portal") if failure.institution == PORTAL_UUID else str(failure.institution)),
        }
        for failure in found
    ]


def health_rows(failures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row for each plugin that is installed, in quarantine, or has parked calls: one query.

    `failures` are those of `failure_rows`.
    """
    counted: Counter[str] = Counter()
    for row in failures:
        counted[row["failure"].plugin] += row["failure"].count
    parked = PluginDelivery.objects.exclude(parked_at=None).order_by().values_list("plugin")
    parked_of = dict(parked.annotate(number=Count("pk")))
    slugs = {plugin.slug for plugin in registry.plugins} | {entry.slug for entry in registry.quarantined}
    slugs |= parked_of.keys()
    return [{"slug": slug, "failures": counted[slug], "parked": parked_of.get(slug, 0)} for slug in sorted(slugs)]


@require_POST
def reset_failures(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a plugin's failures at an institution and let it work again at once."""
    if not request.user.is_superuser:
        raise Http404
    failure = get_object_or_404(PluginFailure, pk=pk)
    institution = None if failure.institution == PORTAL_UUID else failure.institution
    failures.reset(failure.plugin, institution)
    messages.success(request, _("The failures of “%(plugin)s” are forgotten.") % {"plugin": failure.plugin})
    if request.POST.get("back"):
        return redirect("plugin_admin:health", failure.plugin)
    return redirect("plugin_admin:overview")
