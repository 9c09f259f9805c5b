"""Polls in the admin: the list, writing one, and what is done with it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from kuvend_polls.admin.access import reach_of
from kuvend_polls.admin.forms import PollForm
from kuvend_polls.deciding import PollRefused, delete_poll, publish_poll, write_poll
from kuvend_polls.models import Poll
from kuvend_polls.reading import PollView, poll_for_staff, polls_for_staff
from plugins.api.record import (
    ConsultationState,
    InstitutionView,
    NotFound,
    consultation_heading,
    consultation_list,
    consultations_by_uuid,
    institution_by_uuid,
)
from plugins.api.texts import pick

ASKABLE = (ConsultationState.PLANNED, ConsultationState.OPEN)
MOST_OFFERED = 200


class PollsAdmin(WagtailAdminTemplateMixin, TemplateView):
    """What the pages have in common: they are for those who manage polls somewhere. Raises Http404."""

    header_icon = "list-ul"
    page_title = _("Polls")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who manage polls."""
        self.institutions = reach_of(request.user)
        if not self.institutions:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, then here."""
        items = [*self.breadcrumbs_items, {"url": reverse("polls_admin:polls"), "label": _("Polls")}]
        return items if isinstance(self, PollList) else [*items, {"url": "", "label": self.get_page_title()}]


class PollList(PollsAdmin):
    """All polls, and the consultations to which one can be added."""

    template_name = "kuvend_polls/admin/polls.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = get_language() or "en"
        polls = polls_for_staff(self.institutions)
        consultations = consultations_by_uuid(list({poll.consultation for poll in polls}))
        titles = {found.uuid: pick(found.titles, language, found.source_language) for found in consultations}
        return super().get_context_data(
            polls=[(poll, pick(poll.questions, language), titles.get(poll.consultation, "")) for poll in polls],
            askable=self._askable(language),
            **kwargs,
        )

    def _askable(self, language: str) -> list[tuple[UUID, str]]:
        """Three queries, however many institutions there are."""
        found = consultation_list(institutions=self.institutions, states=ASKABLE, limit=MOST_OFFERED).items
        return [(one.uuid, pick(one.titles, language, one.source_language)) for one in found]


class PollEditor(PollsAdmin):
    """Writing a poll: a new one (`?consultation=`), or one there is."""

    template_name = "kuvend_polls/admin/poll.html"
    poll: PollView | None = None
    institution: InstitutionView
    consultation: UUID

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who manage polls at the institution. Raises Http404."""
        institutions = reach_of(request.user)
        if "uuid" in kwargs:
            self.poll = poll_for_staff(institutions, kwargs["uuid"])
            if self.poll is None:
                raise Http404
            self.consultation = self.poll.consultation
            self.institution = institution_by_uuid(self.poll.institution)
        else:
            self._begin(request.GET.get("consultation", ""))
        if self.institution.uuid not in institutions:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def _begin(self, consultation: str) -> None:
        try:
            self.consultation = UUID(consultation)
            self.institution = consultation_heading(self.consultation).institution
        except (ValueError, NotFound):
            raise Http404 from None

    def get_page_title(self) -> str:
        """The question, or that there is none yet."""
        if self.poll is None:
            return gettext("New poll")
        return pick(self.poll.questions, get_language() or "en", self.institution.default_language)

    def _form(self, data: Any = None) -> PollForm:
        return PollForm(data, languages=self.institution.languages, poll=self.poll)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Store it. What was typed comes back with what is wrong."""
        form = self._form(request.POST)
        if form.is_valid() and self._write(form):
            messages.success(request, gettext("The poll is saved."))
            return redirect("polls_admin:polls")
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _write(self, form: PollForm) -> bool:
        try:
            write_poll(
                institution=self.institution.uuid,
                consultation=self.consultation,
                questions=form.texts("question"),
                choices=form.choices(),
                poll=self.poll.uuid if self.poll else None,
            )
        except PollRefused as refusal:
            form.add_error(None, refusal.message)
            return False
        return True

    def get_context_data(self, form: PollForm | None = None, **kwargs: Any) -> dict[str, Any]:
        heading = consultation_heading(self.consultation)
        title = heading.consultation.title_in(get_language() or "en")
        return super().get_context_data(
            form=form or self._form(), poll=self.poll, consultation_title=title, **kwargs
        )


@require_POST
def decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Publish, withdraw or delete a poll (`action=`). Raises Http404."""
    poll = poll_for_staff(reach_of(request.user), uuid)
    action = request.POST.get("action")
    if poll is None or action not in ("publish", "withdraw", "delete"):
        raise Http404
    try:
        if action == "delete":
            delete_poll(institution=poll.institution, poll=uuid)
            messages.success(request, gettext("The poll is deleted."))
        else:
            publish_poll(institution=poll.institution, poll=uuid, is_published=action == "publish")
            told = gettext("The poll is public.") if action == "publish" else gettext("The poll is withdrawn.")
            messages.success(request, told)
    except PollRefused as refusal:
        messages.error(request, refusal.message)
    except Poll.DoesNotExist:
        raise Http404 from None
    return redirect("polls_admin:polls")
