"""The public log of moderators' decisions."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from plugins.api.activation import in_scope
from plugins.api.moderation import public_decisions
from plugins.api.pages import show_institution
from plugins.api.paging import InvalidCursor
from plugins.bundled.moderation.places import host_institution, institutions_on, of_query
from plugins.bundled.moderation.reasons import label_of
from plugins.bundled.moderation.words import DECIDED

AGAINST_OR_BACK = ("hide", "remove", "restore")


class LogForm(forms.Form):
    """Whose decisions to show."""

    institution = forms.ChoiceField(label=_("Institution"), required=False)

    def __init__(self, data: object, *, institutions: list[tuple[str, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["institution"].choices = [("", _("All")), *institutions]  # type: ignore[attr-defined]
        self.is_valid()


@require_safe
@in_scope(of_query)
def decision_log(request: HttpRequest) -> HttpResponse:
    """Decisions with their reasons, the newest first, and no word of what was removed.

    What was merely published after reading is listed with `?show=all`.
    """
    language = get_language() or "en"
    own = host_institution(request)
    institutions = [view for view in institutions_on() if own in (None, view.uuid)]
    form = LogForm(request.GET, institutions=[(view.slug, view.name_in(language)) for view in institutions])
    slug = form.cleaned_data.get("institution")
    chosen = {view.uuid for view in institutions if slug in ("", None, view.slug)}
    if slug and len(chosen) == 1:
        show_institution(request, next(iter(chosen)))
    consultation = _uuid(request.GET.get("consultation", ""))
    everything = request.GET.get("show") == "all"
    try:
        page = public_decisions(
            institutions=chosen,
            consultation=consultation,
            actions=() if everything else AGAINST_OR_BACK,
            cursor=request.GET.get("cursor"),
        )
    except InvalidCursor:
        return redirect(request.path)
    context = {
        "form": form if len(institutions) > 1 else None,
        "log": page,
        "everything": everything,
        "decisions": [
            (DECIDED.get(decision.action, decision.action), label_of(decision.reason_code, language), decision)
            for decision in page.items
        ],
        "several": len(chosen) > 1,
    }
    return render(request, "moderation/log.html", context)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
