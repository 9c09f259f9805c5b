"""Confirming the e-mail address of a guest: a press of a button, so that mail scanners confirm nothing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cms.site.context import show_institution
from cms.site.views.follow import private
from consultations.errors import RecordError, TokenExpired, TokenInvalid
from consultations.selectors.following import submission_to_verify
from consultations.selectors.views import FollowView
from consultations.services.verify_submission import verify_submission
from consultations.states import SubmissionState
from consultations.tokens import follow_token
from plugins.api.participation import remember_participant


@private
@require_http_methods(["GET", "HEAD", "POST"])
def verify_page(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the button, POST confirms and leads to the private page.

    Whoever confirms is known as that guest for the rest of the browser session.
    """
    try:
        if request.method != "POST":
            return _question(request, submission_to_verify(token))
        verified = verify_submission(token)
    except (TokenInvalid, TokenExpired) as error:
        return _refused(request, error)
    if verified.first_time:
        if not request.user.is_authenticated:
            remember_participant(request, verified.submission.participant.uuid)
        messages.success(request, _("Thank you: your e-mail address is confirmed."))
    else:
        messages.info(request, _("Your e-mail address was confirmed before; nothing has changed."))
    return redirect("record:follow", token=verified.follow_token)


def _question(request: HttpRequest, received: FollowView) -> HttpResponse:
    """What is to be confirmed, shown to whoever holds the link; nothing to press when it is confirmed already."""
    show_institution(request, received.submission.institution)
    if received.submission.state != SubmissionState.UNVERIFIED:
        return redirect("record:follow", token=follow_token(received.submission.uuid))
    return render(request, "record/verify.html", {"submission": received.submission})


def _refused(request: HttpRequest, error: RecordError) -> HttpResponse:
    status = 410 if isinstance(error, TokenExpired) else 404
    return render(request, "record/verify.html", {"error": error.message}, status=status)
