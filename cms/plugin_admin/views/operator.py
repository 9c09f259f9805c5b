"""What only the operator sees: failures of plugins, and their reset."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from consultations.models import Institution
from consultations.translated import pick
from plugins.kernel import failures
from plugins.kernel.breaker import breaker
from plugins.kernel.models import PORTAL_UUID, PluginFailure


def failure_rows() -> list[dict[str, Any]]:
    """Failures of plugins by place, latest first: two queries."""
    language = get_language() or "en"
    found = list(PluginFailure.objects.all())
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


@require_POST
def reset_failures(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a plugin's failures at an institution and let it work again at once."""
    if not request.user.is_superuser:
        raise Http404
    failure = get_object_or_404(PluginFailure, pk=pk)
    institution = None if failure.institution == PORTAL_UUID else failure.institution
    failures.reset(failure.plugin, institution)
    breaker.reset(failure.plugin, institution)
    messages.success(request, _("The failures of “%(plugin)s” are forgotten.") % {"plugin": failure.plugin})
    return redirect("plugin_admin:overview")
