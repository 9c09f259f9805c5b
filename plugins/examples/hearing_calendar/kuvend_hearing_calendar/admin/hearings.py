"""Hearings in the admin: the list, writing one, and what is done with it."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from kuvend_hearing_calendar.admin.access import managed, reach_of
from kuvend_hearing_calendar.admin.forms import HearingForm
from kuvend_hearing_calendar.deciding import (
    HearingRefused,
    cancel_hearing,
    delete_hearing,
    publish_hearing,
    write_hearing,
)
from kuvend_hearing_calendar.models import Hearing
from kuvend_hearing_calendar.reading import hearings_for_staff
from plugins.api.record import (
    ConsultationState,
    InstitutionView,
    NotFound,
    consultation_heading,
    consultation_list,
    consultations_by_uuid,
)
from plugins.api.texts import pick

HEARABLE = (ConsultationState.PLANNED, ConsultationState.OPEN)
MOST_OFFERED = 200


class HearingsAdmin(WagtailAdminTemplateMixin, TemplateView):
    """What the pages have in common."""

    header_icon = "date"
    page_title = _("Hearings")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, then here."""
        items = [
            *self.breadcrumbs_items,
            {"url": reverse("hearing_calendar_admin:hearings"), "label": _("Hearings")},
        ]
        return items if isinstance(self, HearingList) else [*items, {"url": "", "label": self.get_page_title()}]


class HearingList(HearingsAdmin):
    """All hearings, and the consultations to which one can be added. Raises Http404 for who manages none."""

    template_name = "kuvend_hearing_calendar/admin/hearings.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who manage hearings."""
        self.institutions = reach_of(request.user)
        if not self.institutions:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = get_language() or "en"
        hearings = hearings_for_staff(self.institutions)
        consultations = consultations_by_uuid(list({one.consultation for one in hearings}))
        titles = {found.uuid: pick(found.titles, language, found.source_language) for found in consultations}
        return super().get_context_data(
            hearings=[
                (one, pick(one.titles, language, one.language), titles.get(one.consultation)) for one in hearings
            ],
            hearable=self._hearable(language),
            **kwargs,
        )

    def _hearable(self, language: str) -> list[tuple[UUID, str]]:
        """Three queries, however many institutions there are."""
        found = consultation_list(institutions=self.institutions, states=HEARABLE, limit=MOST_OFFERED).items
        return [(one.uuid, pick(one.titles, language, one.source_language)) for one in found]


class HearingEditor(HearingsAdmin):
    """Writing a hearing: a new one (`?consultation=`), or one there is."""

    template_name = "kuvend_hearing_calendar/admin/hearing.html"
    hearing: Hearing | None = None
    institution: InstitutionView

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who manage hearings at the institution, in its time zone. Raises Http404."""
        if "uuid" in kwargs:
            self.hearing = managed(request, kwargs["uuid"])
        try:
            wanted = self.hearing.consultation if self.hearing else UUID(request.GET.get("consultation", ""))
            self.heading = consultation_heading(wanted)
        except (ValueError, NotFound):
            raise Http404 from None
        self.institution = self.heading.institution
        if self.institution.uuid not in reach_of(request.user):
            raise Http404
        with timezone.override(ZoneInfo(self.institution.time_zone)):
            response = super().dispatch(request, *args, **kwargs)
            return response.render() if hasattr(response, "render") else response

    def get_page_title(self) -> str:
        """Its title, or that there is none yet."""
        if self.hearing is None:
            return gettext("New hearing")
        return pick(self.hearing.titles, get_language() or "en", self.institution.default_language)

    def _form(self, data: Any = None) -> HearingForm:
        return HearingForm(data, languages=self.institution.languages, hearing=self.hearing)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Store it. What was typed comes back with what is wrong."""
        form = self._form(request.POST)
        if form.is_valid() and self._write(form):
            messages.success(request, gettext("The hearing is saved."))
            return redirect("hearing_calendar_admin:hearings")
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _write(self, form: HearingForm) -> bool:
        try:
            write_hearing(
                institution=self.institution.uuid,
                consultation=self.heading.consultation.uuid,
                content=form.content(),
                hearing=self.hearing.uuid if self.hearing else None,
            )
        except HearingRefused as refusal:
            form.add_error(refusal.field or None, refusal.message)
            return False
        return True

    def get_context_data(self, form: HearingForm | None = None, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            form=form or self._form(),
            consultation_title=self.heading.consultation.title_in(get_language() or "en"),
            time_zone=self.institution.time_zone,
            **kwargs,
        )


@require_POST
def decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Publish, withdraw, cancel or delete a hearing (`action=`). Raises Http404."""
    hearing = managed(request, uuid)
    key: dict[str, Any] = {"institution": hearing.institution, "hearing": uuid}
    try:
        match request.POST.get("action"):
            case "publish":
                publish_hearing(**key, is_published=True)
                messages.success(request, gettext("The hearing is public."))
            case "withdraw":
                publish_hearing(**key, is_published=False)
                messages.success(request, gettext("The hearing is off the site."))
            case "cancel":
                cancel_hearing(**key)
                messages.success(request, gettext("The hearing is cancelled, and who registered is told."))
            case "delete":
                delete_hearing(**key)
                messages.success(request, gettext("The hearing is deleted."))
            case _:
                raise Http404
    except HearingRefused as refusal:
        messages.error(request, refusal.message)
    except Hearing.DoesNotExist:
        raise Http404 from None
    return redirect("hearing_calendar_admin:hearings")
