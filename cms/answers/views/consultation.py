"""One consultation's contributions, and the form that answers those that are ticked."""

from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.answers.contributed import actions, columns
from cms.answers.forms import AnswerForm, FilterForm
from cms.answers.scopes import own_consultation, signed_in
from cms.answers.templatetags.answer_texts import provision_kind
from consultations.errors import InvalidCursor, RecordError
from consultations.selectors.staff import answer_places, answer_queue
from consultations.selectors.views import ConsultationView, Page, SubmissionView
from consultations.services.conclude_consultation import conclude_consultation
from consultations.services.respond import respond
from consultations.states import ConsultationState

PAGE_SIZE = 50
SHOWN: dict[str, bool | None] = {"open": False, "answered": True, "all": None}


class ConsultationAnswersView(WagtailAdminTemplateMixin, TemplateView):
    """`?show=open|answered|all`; a POST answers what is ticked. What was typed stays after an error."""

    template_name = "answers/consultation.html"
    header_icon = "openquote"
    consultation: ConsultationView

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the consultation, or end with 404."""
        super().setup(request, *args, **kwargs)
        self.consultation = own_consultation(request.user, kwargs["uuid"])

    def get_page_title(self) -> str:
        """The consultation's title."""
        return self.consultation.title_in(get_language() or "en")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, then here."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("answers:index"), "label": _("Answers")},
            {"url": "", "label": self.get_page_title()},
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer, and go back to the same list; or show what has to be mended."""
        form = AnswerForm(self.consultation.institution.languages, request.POST)
        if form.is_valid():
            try:
                self._respond(form)
            except RecordError as error:
                form.add_error(None, error.message)
            else:
                return redirect(request.get_full_path())
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _respond(self, form: AnswerForm) -> None:
        submissions = form.cleaned_data["submissions"]
        respond(
            institution=self.consultation.institution.uuid,
            submission_uuids=submissions,
            outcome=form.cleaned_data["outcome"],
            reasons=form.reasons,
            actor=signed_in(self.request),
        )
        count = len(submissions)
        messages.success(
            self.request,
            ngettext("%(count)d contribution is answered.", "%(count)d contributions are answered.", count)
            % {"count": count},
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The contributions, the form, the figures."""
        form = kwargs.pop("form", None) or AnswerForm(self.consultation.institution.languages)
        show = self.request.GET.get("show", "open")
        filters = FilterForm(self.request.GET, self._provisions())
        if show not in SHOWN or not filters.is_valid():
            raise BadRequest
        page = self._page(show, filters)
        place, rows = self.consultation, dict.fromkeys((item.uuid for item in page.items), self.consultation.uuid)
        return super().get_context_data(**kwargs) | {
            "consultation": self.consultation,
            "form": form,
            "ticked": set(self.request.POST.getlist("submissions")),
            "show": show,
            "tabs": [("open", _("Not answered")), ("answered", _("Answered")), ("all", _("All"))],
            "filters": filters,
            "page": page,
            "plugin_columns": columns("submissions", place.institution.uuid, rows, self.request),
            "plugin_actions": actions("submissions", place.institution.uuid, place.uuid, self.request),
            "may_conclude": self.consultation.state == ConsultationState.CLOSED
            and self.consultation.answered == self.consultation.answerable,
        }

    def _provisions(self) -> list[tuple[UUID, str]]:
        language = get_language() or "en"
        places = answer_places(self.consultation.institution.uuid, self.consultation.uuid)
        return [
            (place.uid, f"{provision_kind(place.kind)} {place.number} {place.heading_in(language)}".strip())
            for place in places
        ]

    def _page(self, show: str, filters: FilterForm) -> Page[SubmissionView]:
        try:
            return answer_queue(
                self.consultation.institution.uuid,
                consultation=self.consultation.uuid,
                answered=SHOWN[show],
                provision_uid=filters.provision_uid,
                outcome=filters.cleaned_data["outcome"] or None,
                cursor=self.request.GET.get("cursor"),
                limit=PAGE_SIZE,
            )
        except InvalidCursor as error:
            raise BadRequest from error


@require_POST
def conclude(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Publish the outcome: the consultation is answered."""
    consultation = own_consultation(request.user, uuid)
    try:
        conclude_consultation(
            institution=consultation.institution.uuid, consultation_uuid=uuid, actor=signed_in(request)
        )
    except RecordError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The outcome is published: everything has been answered."))
    return redirect("answers:consultation", uuid=uuid)
