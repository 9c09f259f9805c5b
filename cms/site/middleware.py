"""The outermost layers of every request: input that can be read at all, and what the answer may load."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from csp.middleware import CSPMiddleware, PolicyParts
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware

from cms.site.csp import policy_for
from cms.site.views.errors import bad_request
from plugins.kernel import gate


def unreadable(request: HttpRequest) -> str:
    """Why the path, query or cookies of a request cannot be read; "" if they can.

    NUL characters would otherwise reach the database, which answers with an error of its own, and broken
    UTF-8 would be taken for other words. (A broken path leads nowhere: Django keeps its bytes as %XX.)
    """
    if "\0" in request.path_info:
        return "NUL in path"
    query = unquote_to_bytes(request.META.get("QUERY_STRING", "").encode("latin-1", "replace"))
    if b"\0" in query:
        return "NUL in query"
    try:
        query.decode("utf-8")
    except UnicodeDecodeError:
        return "broken UTF-8 in query"
    if any("\0" in name or "\0" in value for name, value in request.COOKIES.items()):
        return "NUL in cookies"
    try:
        request.GET  # noqa: B018  parsed here, so that too many fields are told in one place
    except SuspiciousOperation as error:
        return type(error).__name__
    return ""


class RequestGuardMiddleware:
    """Answers unreadable requests with a page that says so, and gives plugins' gate a fresh memory."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if unreadable(request):
            return bad_request(request)
        with gate.fresh():
            return self.get_response(request)


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Sends the policy of the part of the site that a path belongs to (`cms.site.csp`)."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.config is None:
            parts.config = policy_for(request.path_info)
        return parts


class LanguageMiddleware(LocaleMiddleware):
    """Django's, which sends what is not found on to the same address with a language before it.

    That is for the pages of the site alone: an address of an API, the admin or a file is not found and stays so.
    """

    WITHOUT_LANGUAGE = ("/admin/", "/api/", "/files/", "/media/", "/static/", "/theme/")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and request.path_info.startswith(self.WITHOUT_LANGUAGE):
            return response
        return super().process_response(request, response)
