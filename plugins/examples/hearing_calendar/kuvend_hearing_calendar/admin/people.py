"""Who registered, and what was said: the pages of one hearing in the admin."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from kuvend_hearing_calendar.admin.access import MANAGE, SEE, managed
from kuvend_hearing_calendar.admin.forms import MinuteForm
from kuvend_hearing_calendar.admin.hearings import HearingsAdmin
from kuvend_hearing_calendar.minutes import (
    MinuteRefused,
    SubmissionRefused,
    delete_minute,
    deposit_minutes,
    write_minute,
)
from kuvend_hearing_calendar.models import Hearing, Minute
from plugins.api.record import institution_by_uuid, submissions_by_uuid
from plugins.api.texts import pick


class HearingPage(HearingsAdmin):
    """A page about one hearing, for who holds `permission` where it is. Raises Http404."""

    permission = MANAGE
    hearing: Hearing

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who hold the permission there."""
        self.hearing = managed(request, kwargs["uuid"], self.permission)
        self.institution = institution_by_uuid(self.hearing.institution)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """The hearing's title."""
        return pick(self.hearing.titles, get_language() or "en", self.institution.default_language)


class Registrations(HearingPage):
    """Who comes."""

    template_name = "kuvend_hearing_calendar/admin/registrations.html"
    permission = SEE

    def get_page_title(self) -> str:
        """What the page is."""
        return gettext("Registrations")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(registrations=self.hearing.registrations.all(), **kwargs)


class Minutes(HearingPage):
    """What was said: GET shows it, POST writes down more."""

    template_name = "kuvend_hearing_calendar/admin/minutes.html"

    def get_page_title(self) -> str:
        """What the page is."""
        return gettext("Minutes")

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        """Write it down. What was typed comes back with what is wrong."""
        form = self._form(request.POST)
        if form.is_valid():
            write_minute(hearing=self.hearing, content=form.content())
            messages.success(request, gettext("It is in the minutes."))
            return redirect(request.path)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _form(self, data: Any = None) -> MinuteForm:
        return MinuteForm(data, language=self.institution.default_language)

    def get_context_data(self, form: MinuteForm | None = None, **kwargs: Any) -> dict[str, Any]:
        minutes = list(self.hearing.minutes.all())
        deposited = [one.submission for one in minutes if one.submission]
        return super().get_context_data(
            hearing=self.hearing,
            minutes=minutes,
            public={view.uuid for view in submissions_by_uuid(deposited)} if deposited else set(),
            waiting=sum(one.submission is None for one in minutes),
            form=form or self._form(),
            **kwargs,
        )


class MinuteEditor(HearingPage):
    """Changing, or striking, what is not yet in the record."""

    template_name = "kuvend_hearing_calendar/admin/minute.html"

    def get_page_title(self) -> str:
        """What the page is."""
        return gettext("Minutes")

    def _minute(self) -> Minute:
        found = self.hearing.minutes.filter(uuid=self.kwargs["minute"]).first()
        if found is None:
            raise Http404
        return found

    def post(self, request: HttpRequest, uuid: UUID, minute: UUID) -> HttpResponse:
        """Store it, or strike it (`action=delete`)."""
        form = MinuteForm(request.POST, language="", minute=self._minute())
        try:
            if request.POST.get("action") == "delete":
                delete_minute(hearing=self.hearing, minute=minute)
                return redirect("hearing_calendar_admin:minutes", uuid)
            if form.is_valid():
                write_minute(hearing=self.hearing, content=form.content(), minute=minute)
                return redirect("hearing_calendar_admin:minutes", uuid)
        except MinuteRefused as refusal:
            messages.error(request, refusal.message)
            return redirect("hearing_calendar_admin:minutes", uuid)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, form: MinuteForm | None = None, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            hearing=self.hearing, form=form or MinuteForm(language="", minute=self._minute()), **kwargs
        )


@require_POST
def deposit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Enter what is not yet in the public record there. Raises Http404."""
    hearing = managed(request, uuid)
    clerk: Any = request.user
    before = hearing.minutes.filter(submission=None).count()
    try:
        deposit_minutes(hearing=hearing, clerk=clerk.pk)
    except SubmissionRefused as refusal:
        messages.error(request, refusal.message)
    done = before - hearing.minutes.filter(submission=None).count()
    if done:
        told = ngettext(
            "%(count)d contribution is in the record.", "%(count)d contributions are in the record.", done
        )
        messages.success(request, told % {"count": done})
    return redirect("hearing_calendar_admin:minutes", uuid)
