"""Errors as problem documents (RFC 9457), in the language the client asked for.

Shape: `{"type": "urn:kuvend:problem:<code>", "title", "status", "detail", "errors"}`, where each of `errors`
is `{"field", "code", "detail"}`.
`errors` is there when single fields are to blame; everything in it may be shown to a person.
An `APIException` of a kind of its own, such as a plugin's, says its title in an attribute `title`.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from consultations.errors import RecordError
from consultations.form_fields.refusals import FieldsRefused

MEDIA_TYPE = "application/problem+json"
#: Record errors that say "there is no such thing"; the rest of them are the client's to mend.
NOT_FOUND_CODES = frozenset({"not_found", "submission_unknown", "token_invalid"})
STATUS_BY_CODE = {
    "consultation_not_open": status.HTTP_409_CONFLICT,
    "transition_refused": status.HTTP_409_CONFLICT,
    "report_not_yet": status.HTTP_409_CONFLICT,
    "dataset_unavailable": status.HTTP_503_SERVICE_UNAVAILABLE,
    "too_many_mails": status.HTTP_429_TOO_MANY_REQUESTS,
    "idempotency_mismatch": status.HTTP_422_UNPROCESSABLE_ENTITY,
}
#: Moments that tell a client when to try again; extension members of the problem document.
SHOWN_PARAMS = ("opens_at", "closes_at", "earliest_closing")


def moment(value: object) -> str | None:
    """A date and time in RFC 3339, or None for anything else."""
    return value.isoformat() if isinstance(value, datetime) else None


def problem(
    *,
    code: str,
    title: str,
    status_code: int,
    detail: str = "",
    errors: list[dict[str, str]] | None = None,
) -> dict[str, Any]:
    """A problem document as a JSON-ready dictionary."""
    document: dict[str, Any] = {"type": f"urn:kuvend:problem:{code}", "title": title, "status": status_code}
    if detail:
        document["detail"] = detail
    if errors:
        document["errors"] = errors
    return document


def titles() -> dict[str, str]:
    """What each general code is called, in the active language."""
    return {
        "invalid": _("The request is not valid."),
        "parse_error": _("The request could not be read."),
        "not_authenticated": _("You need to sign in."),
        "authentication_failed": _("These credentials are not accepted."),
        "permission_denied": _("You may not do this."),
        "not_found": _("There is nothing here."),
        "method_not_allowed": _("This method is not allowed here."),
        "not_acceptable": _("This form of answer is not available."),
        "unsupported_media_type": _("Send the request as JSON."),
        "throttled": _("Too many requests; try again later."),
        "error": _("Something went wrong."),
    }


def flatten(detail: Any, field: str = "") -> Iterator[dict[str, str]]:
    """The leaves of DRF's nested error details, each with the dotted path of its field."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            inner_field = field if name == "non_field_errors" else f"{field}.{name}".lstrip(".")
            yield from flatten(inner, inner_field)
    elif isinstance(detail, list):
        for position, inner in enumerate(detail):
            nested = isinstance(inner, Mapping | list)
            yield from flatten(inner, f"{field}.{position}".lstrip(".") if nested else field)
    else:
        yield {"field": field, "code": str(getattr(detail, "code", "invalid")), "detail": str(detail)}


def record_problem(error: RecordError) -> Response:
    """A refusal of the record, told as a problem document."""
    code = error.code
    usual: int = status.HTTP_404_NOT_FOUND if code in NOT_FOUND_CODES else status.HTTP_400_BAD_REQUEST
    status_code = STATUS_BY_CODE.get(code, usual)
    message = str(error.message)
    blamed = error.refusals if isinstance(error, FieldsRefused) else (error,)
    errors = [{"field": one.field, "code": one.code, "detail": str(one.message)} for one in blamed if one.field]
    body = problem(code=code, title=message, status_code=status_code, errors=errors)
    body |= {name: value for name in SHOWN_PARAMS if (value := moment(error.params.get(name)))}
    response = Response(body, status=status_code, content_type=MEDIA_TYPE)
    if wait := error.params.get("retry_after"):
        response["Retry-After"] = str(wait)
    return response


def problem_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. Returns None for what is a programming error, which Django then reports."""
    if isinstance(error, RecordError):
        set_rollback()
        return record_problem(error)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    code = str(error.default_code)
    title = titles().get(code) or str(getattr(error, "title", "") or titles()["error"])
    errors: list[dict[str, str]] | None = None
    detail = ""
    if isinstance(error, exceptions.ValidationError):
        errors = list(flatten(error.detail))
    else:
        detail = str(error.detail)
    body = problem(code=code, title=title, status_code=error.status_code, detail=detail, errors=errors)
    response = Response(body, status=error.status_code, content_type=MEDIA_TYPE)
    if challenge := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(int(wait))
    return response


def unknown_path(request: HttpRequest, path: str = "") -> JsonResponse:
    """The answer to an address under the API that leads nowhere."""
    body = problem(code="not_found", title=titles()["not_found"], status_code=404)
    return JsonResponse(body, status=404, content_type=MEDIA_TYPE)
