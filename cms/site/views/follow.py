"""Private pages of one contribution: its receipt, what became of it, taking it back.

Whoever has the address may read them: they are not cached, not indexed, and send no referrer.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.site.context import show_institution
from consultations.errors import RecordError, TokenInvalid, TransitionRefused
from consultations.selectors.following import submission_follow
from consultations.selectors.views import FollowView
from consultations.services.withdraw_submission import withdraw_submission

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """Keep an address that is a secret out of caches, search engines and other sites' logs."""

    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


@private
@require_safe
def receipt_page(request: HttpRequest, token: str) -> HttpResponse:
    """What a person sees right after sending: number, what happens next, the private link."""
    return _page(request, token, "record/receipt.html")


@private
@require_safe
def follow_page(request: HttpRequest, token: str) -> HttpResponse:
    """What became of a contribution, told to its author."""
    return _page(request, token, "record/follow.html")


@private
@require_POST
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Take the contribution back."""
    try:
        withdraw_submission(token)
    except TokenInvalid as error:
        return token_error(request, error)
    except TransitionRefused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Your contribution has been withdrawn."))
    return redirect("record:follow", token=token)


def _page(request: HttpRequest, token: str, template: str) -> HttpResponse:
    try:
        followed = submission_follow(token)
    except TokenInvalid as error:
        return token_error(request, error)
    show_institution(request, followed.submission.institution)
    context = {
        "follow": followed,
        "token": token,
        "decisions": decisions(followed),
        "follow_url": request.build_absolute_uri(reverse("record:follow", args=[token])),
    }
    return render(request, template, context)


def decisions(followed: FollowView) -> list[Any]:
    """Moderation decisions, the earliest first."""
    return sorted(followed.submission.moderation, key=lambda decision: decision.decided_at)


def token_error(request: HttpRequest, error: RecordError) -> HttpResponse:
    """A link that does not work, and why."""
    return render(request, "record/token_error.html", {"error": error.message}, status=404)
