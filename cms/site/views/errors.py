"""What people see when something cannot be done: plain words, in their language, without a database.

An error page must never fail itself, so these pages ask nothing of the request but its path.
Under `/api/` the answer is a problem document.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import REASON_BAD_ORIGIN
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import requires_csrf_token

from cms.site.languages import language_links_for, language_of
from consultations.api.problems import MEDIA_TYPE, problem


@dataclass(frozen=True)
class Fault:
    """A status code with its words. `code` is the problem document's."""

    status: int
    code: str
    heading: str | Promise
    explanation: str | Promise


BAD_REQUEST = Fault(
    400,
    "invalid",
    _("We cannot read this request"),
    _("The address or the form holds characters that no page of ours understands, or far too many of them."),
)
FORBIDDEN = Fault(
    403,
    "permission_denied",
    _("This page is not for you"),
    _("It belongs to other people's work. If you think it is yours, sign in with the right account."),
)
EXPIRED_FORM = Fault(
    403,
    "csrf_failed",
    _("This form has expired"),
    _("It was open for a long time, or cookies are switched off in your browser. Nothing was sent."),
)
NOT_FOUND = Fault(
    404,
    "not_found",
    _("There is no such page"),
    _(
        "The address may be mistyped, or the page may have been taken down."
        " What was once published in a consultation stays."
    ),
)
SERVER_ERROR = Fault(
    500,
    "error",
    _("Something went wrong on our side"),
    _("It has been noted. Please try again in a few minutes; what you sent before is safe."),
)
PLUGIN_UNAVAILABLE = Fault(
    503,
    "plugin_unavailable",
    _("This part of the site does not work at the moment"),
    _("The rest of the site does. It has been noted; please try again in a few minutes."),
)

#: Fields of forms whose content a person would miss; never passwords, codes or tokens.
TYPED_FIELDS = ("text", "reason", "message", "q")


def fault_page(request: HttpRequest, fault: Fault, typed: list[str] | None = None) -> HttpResponse:
    """The answer that tells a fault, as a page or, under `/api/`, as a problem document."""
    language = language_of(request)
    with translation.override(language):
        if request.path_info.startswith("/api/"):
            body = problem(code=fault.code, title=str(fault.heading), status_code=fault.status)
            return JsonResponse(body, status=fault.status, content_type=MEDIA_TYPE)
        page = render_to_string(
            "site/error.html",
            {
                "heading": fault.heading,
                "explanation": fault.explanation,
                "language": language,
                "links": language_links_for(request, language),
                "typed": typed or [],
            },
        )
    response = HttpResponse(page, status=fault.status)
    response["Content-Language"] = language
    return response


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: Django's handler, and the request guard's."""
    return fault_page(request, BAD_REQUEST)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: Django's handler."""
    return fault_page(request, FORBIDDEN)


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: Django's handler."""
    return fault_page(request, NOT_FOUND)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """500: Django's handler."""
    return fault_page(request, SERVER_ERROR, typed=_typed(request))


@requires_csrf_token
def plugin_unavailable(request: HttpRequest) -> HttpResponse:
    """503: a plugin's page that failed (PLUGIN_UNAVAILABLE_VIEW)."""
    return fault_page(request, PLUGIN_UNAVAILABLE, typed=_typed(request))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or old: what was typed is handed back, as a form where we can.

    A post from another site (`Origin` is wrong) gets nothing back but the page.
    """
    foreign = reason.startswith(REASON_BAD_ORIGIN.split("%s")[0])
    match = request.resolver_match
    if match is not None and match.view_name == "record:take_part" and not foreign:
        from cms.site.views.take_part import reshow_expired

        return reshow_expired(request, **match.kwargs)
    return fault_page(request, EXPIRED_FORM, typed=[] if foreign else _typed(request))


def _typed(request: HttpRequest) -> list[str]:
    """What a person typed into the long fields of the form that was posted."""
    if request.method != "POST" or request.path_info.startswith("/api/"):
        return []
    try:
        post = request.POST
    except (OSError, SuspiciousOperation):  # the form could not be read: there is nothing to hand back
        return []
    limit = settings.SUBMISSION_TEXT_LIMIT * 4
    return [value[:limit] for name in TYPED_FIELDS if (value := post.get(name, "").strip())]
