"""Doing something with ticked rows by way of a plugin: asked, confirmed, done for all or for none."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.answers.contributed import allowed_action, label_of
from cms.answers.scopes import answering_institutions, signed_in
from consultations.extension_points import ADMIN_BULK_ACTION, BulkActionContext
from consultations.models import Consultation, Institution, PluginAudit, Submission
from consultations.states import SubmissionState
from consultations.translated import pick
from plugins.kernel.registry import LoadedContribution
from plugins.kernel.scope import Scope

MOST = 500


@dataclass(frozen=True)
class Row:
    """Something that was ticked."""

    uuid: UUID
    institution: UUID
    consultation: UUID
    title: str


@require_POST
def bulk_action(request: HttpRequest, name: str, plugin: str, action: str) -> HttpResponse:
    """First asks whether it is meant, then does it. 404 for a row or an action that is not the person's."""
    ticked = _ticked(request, name)
    back = _way_back(request)
    if not ticked:
        messages.error(request, _("Tick the rows first."))
        return redirect(back)
    rows = _own_rows(request, name, ticked)
    places: dict[UUID, set[UUID]] = {}
    for row in rows:
        places.setdefault(row.institution, set()).add(row.consultation)
    loaded = allowed_action(name, plugin, action, user=request.user, places=places)
    if loaded is None or len(places) != 1:
        raise Http404
    if request.POST.get("confirmed") != "1":
        return _confirmation(request, name, loaded, rows, back)
    _do(request, name, loaded, rows)
    return redirect(back)


def _confirmation(
    request: HttpRequest, name: str, loaded: LoadedContribution, rows: list[Row], back: str
) -> HttpResponse:
    label = label_of(loaded, get_language() or "en")
    question = ngettext("This is done with %(count)d row.", "This is done with %(count)d rows.", len(rows)) % {
        "count": len(rows)
    }
    way = [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": back, "label": _("Answers")}]
    context = {
        "list": name,
        "page_title": label,
        "header_title": label,
        "header_icon": "openquote",
        "breadcrumbs_items": [*way, {"url": "", "label": label}],
        "question": question,
        "rows": rows,
        "back": back,
    }
    return TemplateResponse(request, "answers/bulk_action.html", context)


def _do(request: HttpRequest, name: str, loaded: LoadedContribution, rows: list[Row]) -> None:
    """Ask the plugin to do it, and tell the person what came of it."""
    institution = rows[0].institution
    context = BulkActionContext(
        list=name,
        institution=institution,
        uuids=tuple(row.uuid for row in rows),
        language=get_language() or "en",
        request=request,
    )
    with transaction.atomic():
        outcome = ADMIN_BULK_ACTION.ask(loaded, context, Scope(institution))
        refused = outcome.value is not None and outcome.value.is_error
        if refused:
            transaction.set_rollback(True)
        elif outcome.answered:
            _note(loaded, rows, signed_in(request))
    if not outcome.answered:
        messages.error(request, _("The plugin could not do this. Nothing was changed."))
    elif outcome.value is None:
        messages.success(request, _("Done."))
    else:
        (messages.error if refused else messages.success)(request, outcome.value.message)


def _note(loaded: LoadedContribution, rows: list[Row], actor: Any) -> None:
    PluginAudit.objects.create(
        institution=Institution.objects.get(uuid=rows[0].institution),
        plugin=loaded.plugin,
        action="bulk_action",
        changes={"name": loaded.contribution.name, "rows": [str(row.uuid) for row in rows]},
        actor=actor,
    )


def _ticked(request: HttpRequest, name: str) -> set[UUID]:
    try:
        ticked = {UUID(value) for value in request.POST.getlist(name)}
    except ValueError:
        raise BadRequest from None
    if len(ticked) > MOST:
        raise BadRequest
    return ticked


def _way_back(request: HttpRequest) -> str:
    """The list the rows were ticked in, if the form says so; never another site's address."""
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return back
    return reverse("answers:index")


def _own_rows(request: HttpRequest, name: str, ticked: set[UUID]) -> list[Row]:
    """What was ticked, in the order of the list. Http404 if any is not in a list of the person's."""
    own = answering_institutions(request.user)
    if name == "submissions":
        rows = _submissions(own, ticked)
    elif name == "consultations":
        rows = _consultations(own, ticked)
    else:
        raise Http404
    if len(rows) != len(ticked):
        raise Http404
    return rows


def _submissions(own: list[Institution], ticked: set[UUID]) -> list[Row]:
    found = Submission.objects.filter(
        uuid__in=ticked, institution__in=own, state=SubmissionState.PUBLISHED, parent__isnull=True
    ).order_by("number")
    keys = found.values_list("uuid", "institution__uuid", "consultation__uuid", "number")
    return [
        Row(uuid, institution, place, _("No. %(number)d") % {"number": n}) for uuid, institution, place, n in keys
    ]


def _consultations(own: list[Institution], ticked: set[UUID]) -> list[Row]:
    found = Consultation.objects.filter(uuid__in=ticked, institution__in=own).order_by("opens_at", "pk")
    language = get_language() or "en"
    return [
        Row(uuid, institution, uuid, pick(titles, language))
        for uuid, institution, titles in found.values_list("uuid", "institution__uuid", "titles")
    ]
