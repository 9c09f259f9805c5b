"""The page of a poll, which also takes the answer: by itself, or swapped into any page by htmx."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuvend_polls import places
from kuvend_polls.answering import AnswerRefused, ChoiceUnknown, answer
from kuvend_polls.reading import PollView, poll_view, published_polls
from kuvend_polls.site.showing import poll_shown, polls_shown
from plugins.api.activation import in_scope
from plugins.api.pages import show_institution
from plugins.api.participation import ensure_participant_of, participant_of
from plugins.api.record import ConsultationState


@require_http_methods(["GET", "HEAD"])
@in_scope(places.of_consultation)
def polls(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """All polls of a consultation."""
    heading = places.heading_of(request, uuid)
    show_institution(request, heading.institution.uuid)
    found = published_polls(
        uuid,
        is_open=heading.consultation.state == ConsultationState.OPEN,
        language=heading.institution.default_language,
        participant=participant_of(request),
    )
    shown = {"consultation": heading.consultation, "polls": polls_shown(request, found) if found else ""}
    return render(request, "kuvend_polls/site/polls.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@in_scope(places.of_poll)
def poll(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A poll, and taking an answer to it; then back to the page the form was on.

    Who has to sign in first comes back here with the answer ticked.
    """
    if request.method != "POST":
        return _page(request, uuid, checked=_uuid(request.GET.get("choice", "")))
    chosen = _uuid(request.POST.get("choice", ""))
    participant = ensure_participant_of(request)
    if participant is None:
        if chosen is None:
            return _page(request, uuid, checked=None, error=ChoiceUnknown().message)
        return _leave(request, _sign_in(request, uuid, chosen))
    try:
        first = answer(poll=uuid, choice=chosen, participant=participant)
    except AnswerRefused as refusal:
        return _page(request, uuid, checked=chosen, error=refusal.message)
    told = _("Your answer is stored.") if first else _("Your answer is changed.")
    if _by_htmx(request):
        return HttpResponse(poll_shown(request, _read(request, uuid), page_url=_back(request), told=told))
    messages.success(request, told)
    return redirect(f"{_back(request)}#poll-{uuid}")


def _page(request: HttpRequest, uuid: UUID, *, checked: UUID | None, error: str = "") -> HttpResponse:
    """The poll on a page of its own; alone where htmx asks. With an error the answer is 422, with htmx 200."""
    shown = poll_shown(request, _read(request, uuid), page_url=_back(request), checked=checked, error=error)
    if _by_htmx(request):
        return HttpResponse(shown)
    heading = places.heading_of(request, places.poll_of_address(request, uuid).consultation)
    show_institution(request, heading.institution.uuid)
    context = {"consultation": heading.consultation, "poll": shown, "error": error}
    return render(request, "kuvend_polls/site/poll.html", context, status=422 if error else 200)


def _read(request: HttpRequest, uuid: UUID) -> PollView:
    row = places.poll_of_address(request, uuid)
    heading = places.heading_of(request, row.consultation)
    return poll_view(
        row,
        is_open=heading.consultation.state == ConsultationState.OPEN,
        language=heading.institution.default_language,
        participant=participant_of(request),
    )


def _back(request: HttpRequest) -> str:
    """The page of ours that the form was on, else the consultation's."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked.partition("#")[0]
    row = places.poll_of_address(request, request.resolver_match.kwargs["uuid"])
    return reverse("record:consultation", args=[row.consultation])


def _sign_in(request: HttpRequest, uuid: UUID, chosen: UUID | None) -> str:
    """To sign in and come back to the poll with the answer ticked."""
    kept = {"next": _back(request), **({"choice": str(chosen)} if chosen else {})}
    back = f"{reverse('polls:poll', args=[uuid])}?{urlencode(kept)}"
    return f"{reverse('account_login')}?{urlencode({'next': back})}"


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _by_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _leave(request: HttpRequest, address: str) -> HttpResponse:
    """To another page: htmx follows redirects by itself and would swap the page into the poll."""
    if _by_htmx(request):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)
