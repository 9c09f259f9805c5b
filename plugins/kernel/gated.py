"""A plugin's view behind the gate, and what a visitor gets where it is off or broken."""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import Error as DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from plugins.kernel import gate
from plugins.kernel.scope import Scope
from plugins.kernel.timings import Watch

V = TypeVar("V", bound=Callable[..., Any])
View = Callable[..., HttpResponseBase]
Scopes = Callable[[HttpRequest], Iterable[Scope]]

ANSWERS = (Http404, PermissionDenied, SuspiciousOperation, BadRequest, UnreadablePostError, DatabaseError)
"""Exceptions that are answers Django knows how to give, or (database errors) that nobody may swallow."""


@dataclass(frozen=True)
class Responses:
    """What to answer where the plugin is off (may raise Http404) and where its view failed."""

    absent: Callable[[HttpRequest], HttpResponseBase]
    unavailable: Callable[[HttpRequest], HttpResponseBase]


def request_scopes(request: HttpRequest) -> tuple[Scope]:
    """The institution the middleware found for the request, or the portal."""
    institution = getattr(request, "institution", None)
    return (Scope(institution=institution.uuid if institution is not None else None),)


def _site_absent(request: HttpRequest) -> HttpResponseBase:
    raise Http404


def _site_unavailable(request: HttpRequest) -> HttpResponseBase:
    view = getattr(settings, "PLUGIN_UNAVAILABLE_VIEW", None)
    if view:
        response: HttpResponseBase = import_string(view)(request)
        return response
    return HttpResponse(
        gettext("This part of the site is not available at the moment. Please try again later."),
        status=503,
        content_type="text/plain; charset=utf-8",
    )


def _problem(status: int, title: str) -> JsonResponse:
    return JsonResponse(
        {"type": "about:blank", "title": title, "status": status},
        status=status,
        content_type="application/problem+json",
    )


site_responses = Responses(absent=_site_absent, unavailable=_site_unavailable)
api_responses = Responses(
    absent=lambda request: _problem(404, gettext("Not found.")),
    unavailable=lambda request: _problem(503, gettext("This part is not available at the moment.")),
)


def in_scope(places: Callable[..., Iterable[Scope]]) -> Callable[[V], V]:
    """Decorator: `places(request, *args, **kwargs)` says where the view works, instead of the request's host.

    For a view whose address names an institution or a consultation: the gate then asks about that one. The
    plugin must be on in one of the places; `places` may raise Http404.
    """

    def decorate(view: V) -> V:
        view.plugin_scopes = places  # type: ignore[attr-defined]
        return view

    return decorate


def gated(
    view: View, slug: str, *, responses: Responses = site_responses, scopes: Scopes = request_scopes
) -> View:
    """The view, found only where its plugin is on, and unable to take the page down.

    An exception in the view (or in the rendering of its template response) is logged and written down for
    operators and answered with 503; under DEBUG it is raised on for the developer. Where the view works is for
    `in_scope` to say, else for `scopes`. The wrapper carries the slug as `plugin_slug`, and as `is_open` whether
    the plugin is on for a request. `TypeError` for an asynchronous view, which nothing here would guard.
    """
    if inspect.iscoroutinefunction(view):
        raise TypeError(f"{view.__qualname__} is asynchronous, plugins' views are not")

    places: Callable[..., Iterable[Scope]] | None = getattr(view, "plugin_scopes", None)

    def is_open(request: HttpRequest, *args: Any, **kwargs: Any) -> bool:
        where = places(request, *args, **kwargs) if places else scopes(request)
        return any(gate.is_active(slug, scope) for scope in where)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        watch = Watch()
        try:
            if not is_open(request, *args, **kwargs):
                return responses.absent(request)
            with watch:
                response = view(request, *args, **kwargs)
            if not isinstance(response, HttpResponseBase):
                raise TypeError(f"the view answered with {type(response).__name__}, no response")
        except ANSWERS:
            raise
        except (Exception, SystemExit) as error:
            return _broken(error, request, slug, responses)
        if not _guard_rendering(response, request, slug, responses, watch):
            watch.note(slug, _key(request, slug))
        return response

    guarded.plugin_slug = slug  # type: ignore[attr-defined]
    guarded.is_open = is_open  # type: ignore[attr-defined]
    return guarded


def _guard_rendering(
    response: HttpResponseBase, request: HttpRequest, slug: str, responses: Responses, watch: Watch
) -> bool:
    """Template responses are rendered by Django after the view has returned: guard that as well.

    Whether it is one; then `watch` is noted when it is rendered.
    """
    render = getattr(response, "render", None)
    if not callable(render):
        return False

    def guarded_render() -> HttpResponseBase:
        del response.render  # type: ignore[attr-defined]  # a cache may pickle what is rendered
        try:
            with watch:
                rendered: HttpResponseBase = render()
            watch.note(slug, _key(request, slug))
        except ANSWERS:
            raise
        except (Exception, SystemExit) as error:
            return _broken(error, request, slug, responses)
        return rendered

    response.render = guarded_render  # type: ignore[attr-defined]
    return True


def _key(request: HttpRequest, slug: str) -> str:
    """What a view is called among contributions."""
    match = request.resolver_match
    return f"{slug}/view/{match.view_name if match else ''}"


def _broken(
    error: Exception | SystemExit, request: HttpRequest, slug: str, responses: Responses
) -> HttpResponseBase:
    """Write the failure down. The breaker is left alone: one bad address must not switch a plugin off."""
    from plugins.kernel import failures  # needs Django's models, this module is imported earlier

    if settings.DEBUG:
        raise error
    failures.record(
        error,
        plugin=slug,
        institution=request_scopes(request)[0].institution,
        contribution=_key(request, slug),
        opened=False,
    )
    return responses.unavailable(request)


__all__ = ["Responses", "api_responses", "gated", "in_scope", "request_scopes", "site_responses"]
