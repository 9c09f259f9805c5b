"""Hearings on the public site: lists, a page for each, and the private page of a registration."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kuvend_hearing_calendar import places
from kuvend_hearing_calendar.feed import calendar_response
from kuvend_hearing_calendar.reading import HearingView, hearing_view, hearings_of, upcoming_hearings
from kuvend_hearing_calendar.registering import RegistrationRefused, cancel, confirm, register
from kuvend_hearing_calendar.site.forms import RegistrationForm
from plugins.api.activation import in_scope
from plugins.api.limits import TooManyMails, client_of
from plugins.api.pages import show_institution
from plugins.api.participation import ensure_participant_of


@require_safe
def hearings(request: HttpRequest) -> HttpResponse:
    """The hearings to come, of the institution whose host this is, or of all."""
    return render(request, "kuvend_hearing_calendar/site/hearings.html", {"hearings": _upcoming(request)})


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The same as a calendar."""
    return calendar_response(request, _upcoming(request), gettext("Public hearings"))


@require_safe
@in_scope(places.of_consultation)
def hearings_of_consultation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """All hearings of a consultation."""
    heading = places.heading_of(request, uuid)
    show_institution(request, heading.institution.uuid)
    shown = {"hearings": hearings_of(uuid), "consultation": heading.consultation}
    return render(request, "kuvend_hearing_calendar/site/hearings.html", shown)


@require_safe
@in_scope(places.of_consultation)
def calendar_of_consultation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The same as a calendar."""
    heading = places.heading_of(request, uuid)
    name = heading.consultation.title_in(get_language() or "en")
    return calendar_response(request, hearings_of(uuid), name)


@require_http_methods(["GET", "HEAD", "POST"])
@in_scope(places.of_hearing)
def hearing(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A hearing, and registering for it. What was typed comes back with what is wrong."""
    form = RegistrationForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid() and _register(request, uuid, form):
        messages.success(
            request,
            _("We have sent you a message with a link. Follow it within two days to keep your seat."),
        )
        return redirect("hearing_calendar:hearing", uuid)
    found = places.public_hearing(request, uuid)
    heading = places.heading_of(request, found.consultation)
    show_institution(request, heading.institution.uuid)
    shown = {"hearing": found, "consultation": heading.consultation, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "kuvend_hearing_calendar/site/hearing.html", shown, status=status)


@require_safe
@in_scope(places.of_hearing)
def calendar_of_hearing(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A hearing for one's own calendar."""
    found = places.public_hearing(request, uuid)
    return calendar_response(request, [found], gettext("Public hearings"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@in_scope(places.of_registration)
def registration(request: HttpRequest, uuid: UUID, signature: str) -> HttpResponse:
    """What only who registered sees: looking changes nothing, a button confirms or cancels (`action=`)."""
    row = places.registration_of(uuid, signature)
    if request.method == "POST":
        return _decide(request, uuid, row.hearing.uuid)
    found = _known(row.hearing.uuid)
    show_institution(request, found.institution)
    shown = {"hearing": found, "registration": row}
    return render(request, "kuvend_hearing_calendar/site/registration.html", shown)


def _decide(request: HttpRequest, uuid: UUID, hearing: UUID) -> HttpResponse:
    action = request.POST.get("action")
    if action == "confirm":
        confirm(uuid)
        messages.success(request, _("You are registered. See you there!"))
        return redirect(request.path)
    if action == "cancel":
        cancel(uuid)
        messages.success(request, _("Your registration is cancelled, and what you told us is erased."))
        return redirect("hearing_calendar:hearing", hearing)
    raise Http404


def _register(request: HttpRequest, uuid: UUID, form: RegistrationForm) -> bool:
    try:
        register(
            hearing=uuid,
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            language=get_language() or "en",
            participant=ensure_participant_of(request),
            client=client_of(request),
        )
    except (RegistrationRefused, TooManyMails) as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def _upcoming(request: HttpRequest) -> list[HearingView]:
    institution = getattr(request, "institution", None)
    return upcoming_hearings(institution.uuid if institution else None)


def _known(uuid: UUID) -> HearingView:
    found = hearing_view(uuid)
    if found is None:
        raise Http404
    return found
