"""The queue: what waits, and what was published, hidden or removed."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from plugins.api.moderation import (
    ModerationSearch,
    consultation_titles,
    moderated_counts,
    moderated_submissions,
)
from plugins.api.paging import InvalidCursor
from plugins.api.record import SUBMISSION_LANGUAGES, institution_list
from plugins.api.texts import pick
from plugins.bundled.moderation.admin.reach import reach_of
from plugins.bundled.moderation.words import HOLD_REASONS

HELD, ALL = "held", "all"
TABS: dict[str, str | Promise] = {
    HELD: pgettext_lazy("contributions", "Waiting"),
    "published": pgettext_lazy("contributions", "Published"),
    "hidden": pgettext_lazy("contributions", "Hidden"),
    "removed": pgettext_lazy("contributions", "Removed"),
    ALL: pgettext_lazy("contributions", "All"),
}
PAGE_SIZE = 50


class QueueForm(forms.Form):
    """What to look for. Values that are none of ours look for nothing in particular."""

    institution = forms.ChoiceField(label=_("Institution"), required=False)
    consultation = forms.ChoiceField(label=_("Consultation"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    q = forms.CharField(label=_("Receipt number or public number"), required=False, max_length=40)

    def __init__(self, data: Any, *, institutions: dict[UUID, str], consultations: dict[UUID, str]) -> None:
        super().__init__(data)
        everything = ("", _("All"))
        self._offer("institution", [everything, *((str(uuid), name) for uuid, name in institutions.items())])
        self._offer("consultation", [everything, *((str(uuid), name) for uuid, name in consultations.items())])
        self._offer("language", [everything, *SUBMISSION_LANGUAGES.items()])
        if len(institutions) < 2:
            del self.fields["institution"]
        self.is_valid()

    def _offer(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def value(self, name: str) -> str:
        """What was chosen, "" for nothing."""
        return self.cleaned_data.get(name) or ""


class QueueView(WagtailAdminTemplateMixin, TemplateView):
    """Contributions to the institutions that the person moderates."""

    template_name = "moderation_admin/queue.html"
    page_title = _("Moderation")
    header_icon = "comment"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; from its start where the place in it cannot be read."""
        try:
            return super().get(request, *args, **kwargs)
        except InvalidCursor:
            return redirect("moderation_admin:queue")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for moderators."""
        self.institutions = reach_of(request.user)
        if not self.institutions:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = get_language() or "en"
        names = {i.uuid: i.name_in(language) for i in institution_list() if i.uuid in self.institutions}
        titles = {uuid: pick(texts, language) for uuid, texts in consultation_titles(self.institutions).items()}
        form = QueueForm(self.request.GET, institutions=names, consultations=titles)
        tab = self.request.GET.get("state", HELD)
        tab = tab if tab in TABS else HELD
        search = self._search(form, None if tab == ALL else tab)
        counts = moderated_counts(self.institutions)
        page = moderated_submissions(search, cursor=self.request.GET.get("cursor"), limit=PAGE_SIZE)
        return super().get_context_data(
            form=form,
            tab=tab,
            tabs=[(name, label, counts.get(name)) for name, label in TABS.items()],
            page=page,
            names=names if len(names) > 1 else {},
            hold_reasons=HOLD_REASONS,
            filtered=any(form.value(name) for name in form.fields),
            can_publish=tab == HELD and bool(page.items),
            **kwargs,
        )

    def _search(self, form: QueueForm, state: str | None) -> ModerationSearch:
        institution, consultation = form.value("institution"), form.value("consultation")
        return ModerationSearch(
            institutions=frozenset({UUID(institution)}) if institution else self.institutions,
            state=state,
            consultation=UUID(consultation) if consultation else None,
            language=form.value("language") or None,
            typed=form.value("q"),
        )
