"""One contribution: what it says, what was decided on it, and the next decision."""

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from plugins.api.activation import Scope
from plugins.api.extension_points import MODERATION_ASIDE, ModerationAsideContext
from plugins.api.moderation import moderate, moderated_submission, staff_decisions
from plugins.api.record import NotFound, RecordError, institution_by_uuid
from plugins.api.texts import pick
from plugins.bundled.moderation.admin.queue import QueueView
from plugins.bundled.moderation.admin.reach import reach_of
from plugins.bundled.moderation.forms import DecisionForm
from plugins.bundled.moderation.reasons import label_of, reasons_for
from plugins.bundled.moderation.words import ACTIONS, CHANNELS, DECIDED, EFFECTS, HOLD_REASONS


class SubmissionView(WagtailAdminTemplateMixin, TemplateView):
    """First the moderator chooses what to do and on what ground (`?action=&ground=`), then writes the reason."""

    template_name = "moderation_admin/submission.html"
    header_icon = "comment"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for the institution's moderators. Raises Http404."""
        self.institutions = reach_of(request.user)
        self._read(kwargs["uuid"])
        return super().dispatch(request, *args, **kwargs)

    def _read(self, uuid: UUID) -> None:
        try:
            self.entry = moderated_submission(self.institutions, uuid)
        except NotFound:
            raise Http404 from None
        self.institution = institution_by_uuid(self.entry.submission.institution)

    def get_page_title(self) -> str:
        """The contribution's number."""
        return _("Contribution no. %(number)d") % {"number": self.entry.submission.number}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the queue, then here."""
        queue = {"url": reverse("moderation_admin:queue"), "label": QueueView.page_title}
        return [*self.breadcrumbs_items, queue, {"url": "", "label": self.get_page_title()}]

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        """Decide. What was typed comes back with what is wrong."""
        action = request.POST.get("action", "")
        if action not in ACTIONS:
            raise Http404
        form = self._form(action, request.POST)
        if action not in self.entry.actions:
            form.is_valid()
            form.add_error(None, _("This is no longer possible: somebody else has decided meanwhile."))
        elif form.is_valid() and self._decide(action, form):
            messages.success(request, self._told(action))
            return redirect("moderation_admin:queue")
        self._read(uuid)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _decide(self, action: str, form: DecisionForm) -> bool:
        try:
            moderate(
                submission_uuid=self.entry.submission.uuid,
                action=action,
                public_reason=form.public_reason(),
                reason_code=form.cleaned_data["reason_code"],
                actor=self.request.user,  # type: ignore[arg-type]
                institution=self.institution.uuid,
            )
        except RecordError as refusal:
            form.add_error(None, refusal.message)
            return False
        return True

    def _told(self, action: str) -> str:
        number = {"number": self.entry.submission.number}
        return {
            "publish": _("Contribution no. %(number)d is published."),
            "hide": _("Contribution no. %(number)d is hidden."),
            "remove": _("Contribution no. %(number)d is removed."),
            "restore": _("Contribution no. %(number)d is public again."),
        }[action] % number

    def _form(self, action: str, data: Any = None, ground: str = "") -> DecisionForm:
        return DecisionForm(data, action=action, languages=self.institution.languages, ground=ground)

    def get_context_data(self, form: DecisionForm | None = None, **kwargs: Any) -> dict[str, Any]:
        language = get_language() or "en"
        submission = self.entry.submission
        asked = self.request.GET.get("action", "")
        if form is None and asked in self.entry.actions:
            form = self._form(asked, ground=self.request.GET.get("ground", ""))
        return super().get_context_data(
            entry=self.entry,
            submission=submission,
            institution=self.institution,
            institution_name=self.institution.name_in(language),
            hold_reason=HOLD_REASONS.get(self.entry.hold_reason, self.entry.hold_reason),
            channel=CHANNELS.get(submission.channel, submission.channel),
            decisions=[
                (DECIDED.get(decision.action, decision.action), label_of(decision.reason_code, language), decision)
                for decision in staff_decisions(self.institutions, submission.uuid)
            ],
            choices=[_choice(action, language) for action in self.entry.actions],
            asides=self._asides(language),
            form=form,
            action=(form.action, ACTIONS[form.action], EFFECTS[form.action]) if form else None,
            **kwargs,
        )

    def _asides(self, language: str) -> list[tuple[str, str, SafeString]]:
        """What other plugins add: ids, headings and HTML."""
        submission = self.entry.submission
        scope = Scope(submission.institution, submission.consultation)
        context = ModerationAsideContext(
            institution=submission.institution,
            consultation=submission.consultation,
            submission=submission.uuid,
            language=language,
            request=self.request,
        )
        shown = []
        for number, loaded in enumerate(MODERATION_ASIDE.contributions(scope)):
            html = MODERATION_ASIDE.ask(loaded, context, scope).value
            if html:
                label = pick(cast("dict[str, str]", loaded.contribution.options.get("label", {})), language)
                shown.append((f"aside-{number}", label, html))
        return shown


def _choice(action: str, language: str) -> tuple[str, Any, Any, list[tuple[str, str]]]:
    """An action, its name, what it does, and the grounds that may be given for it."""
    grounds = [(reason.code, reason.label_in(language)) for reason in reasons_for(action)]
    return action, ACTIONS[action], EFFECTS[action], grounds
