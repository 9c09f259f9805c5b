"""Saving a search, and ending the mails about it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from plugins.api.participation import participant_of
from plugins.bundled.submission_search.asking import Asked, read
from plugins.bundled.submission_search.models import HowOften, SavedSearch
from plugins.bundled.submission_search.naming import title_of
from plugins.bundled.submission_search.saved import keeping, mails, tokens
from plugins.bundled.submission_search.saved.asking import LONGEST, plain
from plugins.bundled.submission_search.saved.forms import SaveForm
from plugins.bundled.submission_search.scope import place_of, searchable
from plugins.bundled.submission_search.values import Place, language_here

_METHODS = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(_METHODS)
def save(request: HttpRequest) -> HttpResponse:
    """The form, and what becomes of it: saved for an account, a mail to confirm for a guest.

    For what cannot be saved there is no form: the reader is sent back to the search as they typed it, with the
    reason. Whoever has filled in the form all the same reads the reason there, with all they entered.
    """
    place = place_of(request)
    asked = read(request.GET, place)
    query = plain(asked, place)
    reason = _reason_against(asked, query)
    if reason and request.method != "POST":
        messages.error(request, reason)
        return redirect(f"{reverse('submission_search:search')}?{request.GET.urlencode()}")
    form = SaveForm(request.POST or None, signed_in=request.user.is_authenticated)
    if request.method == "POST" and form.is_valid():
        try:
            if not reason:
                return _saved(request, form, query, place)
        except keeping.TooManyError:
            reason = _("There are too many saved searches for this address. End one of them first.")
        form.add_error(None, reason)
    context = {"form": form, "title": title_of(asked, place), "back": request.GET.urlencode()}
    status = 422 if request.method == "POST" else 200
    return render(request, "submission_search/save.html", context, status=status)


def _reason_against(asked: Asked, query: str) -> str:
    """Why a search cannot be saved; empty where it can."""
    if asked.problems:
        problems = " ".join(f"{name}: {' '.join(said)}" for name, said in asked.problems.items())
        return _("This search cannot be saved, because a part of it is not understood: %(problems)s") % {
            "problems": problems
        }
    if asked.is_blank:
        return _("Search for something first: then you can save that search.")
    if asked.is_wordless:
        return _("This search cannot be saved: there is no word in it. Try a word or a number.")
    return _("This search cannot be saved: it is too long. Search for less.") if len(query) > LONGEST else ""


def _saved(request: HttpRequest, form: SaveForm, query: str, place: Place) -> HttpResponse:
    wanted: dict[str, Any] = {
        "query": query,
        "language": language_here(),
        "how_often": HowOften(form.cleaned_data["how_often"]),
        "participant": participant_of(request),
    }
    if request.user.is_authenticated:
        keeping.save_for_account(user=request.user.pk, place=place, **wanted)
        messages.success(request, _("The search is saved: you get a mail when something new is found."))
        return redirect("submission_search:saved")
    saved = keeping.save_for_guest(email=form.cleaned_data["email"], **wanted)
    mails.confirmation(saved, place).send()
    return render(request, "submission_search/sent.html", {"email": saved.email, "days": tokens.DAYS_TO_CONFIRM})


@never_cache
@require_http_methods(_METHODS)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button, so that mail scanners confirm nothing; POST confirms."""
    saved = tokens.to_confirm(token)
    if saved is None:
        return _unknown(request)
    if request.method == "POST":
        keeping.confirm(saved, Place(searchable()))
        messages.success(request, _("Confirmed: you get a mail when something new is found."))
        return redirect(mails.search_url(saved))
    return render(request, "submission_search/confirm.html", {"title": _title(saved)})


@csrf_exempt  # the token is what allows it, and a mail program may press the button (RFC 8058)
@never_cache
@require_http_methods(_METHODS)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button, POST ends the mails and forgets the search."""
    saved = tokens.to_stop(token)
    if saved is None:
        return _unknown(request)
    if request.method == "POST":
        saved.delete()
        if request.user.is_authenticated and request.user.pk == saved.user:
            messages.success(request, _("You get no more mails about this search."))
            return redirect("submission_search:saved")
        return render(request, "submission_search/stopped.html")
    return render(request, "submission_search/stop.html", {"title": _title(saved)})


@never_cache
@require_safe
@login_required
def saved_searches(request: HttpRequest) -> HttpResponse:
    """What the account has saved."""
    rows = SavedSearch.objects.filter(user=request.user.pk).order_by("-created_at")
    items = [
        {
            "saved": row,
            "title": _title(row),
            "url": mails.search_url(row),
            "stop": tokens.stop_token(row),
        }
        for row in rows
    ]
    return render(request, "submission_search/saved.html", {"items": items})


def _title(saved: SavedSearch) -> str:
    return mails.name_of(saved, Place(searchable()))


def _unknown(request: HttpRequest) -> HttpResponse:
    """An old link, or one that is not ours: nothing of it is told."""
    return render(request, "submission_search/unknown_link.html", status=404)
