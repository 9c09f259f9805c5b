"""The button of support: a form that works alone, and swaps itself where htmx is there."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_POST

from plugins.api.activation import in_scope
from plugins.api.participation import ensure_participant_of
from plugins.bundled.threads import places
from plugins.bundled.threads.controls import Controls
from plugins.bundled.threads.reading import rows_of
from plugins.bundled.threads.services import SupportRefused, set_support


@require_POST
@in_scope(places.of_submission)
def support(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Support a contribution (`supported=1`) or take it back (`supported=0`), then back to where it stands."""
    back = f"{_page(request, uuid)}#s-{uuid}"
    participant = ensure_participant_of(request)
    if participant is None:
        return _leave(request, _sign_in(back))
    refused = ""
    try:
        set_support(submission=uuid, participant=participant, supported=request.POST.get("supported") == "1")
    except SupportRefused as error:
        refused = error.message
    if not _by_htmx(request):
        if refused:
            messages.error(request, refused)
        return redirect(back)
    row = rows_of([uuid], participant=participant)[uuid]
    return HttpResponse(Controls(request, _page(request, uuid)).support(row, refused))


def _page(request: HttpRequest, uuid: UUID) -> str:
    """The page of ours the form was on, else the contribution's own."""
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked.partition("#")[0]
    return reverse("record:submission", args=[uuid])


def _sign_in(back: str) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': back})}"


def _by_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _leave(request: HttpRequest, address: str) -> HttpResponse:
    """To another page: htmx follows redirects by itself and would swap the page into the button."""
    if _by_htmx(request):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)
