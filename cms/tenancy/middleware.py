"""Which institution a request is about, and the wall between institutions in the admin."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.defaults import page_not_found
from wagtail.admin.auth import permission_denied

from cms.tenancy.admin_table import TABLE
from cms.tenancy.scope import scope_of
from cms.tenancy.slugs import RESERVED_SLUGS
from consultations.models import Institution


class InstitutionMiddleware:
    """Gives the request its `institution`: that of its host, else that of its path, else None.

    The path names it by the part after the language (`/mk/jegunovce/…`). Looked up when first asked for, in
    one query at most; a view that learns it otherwise may set the attribute.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # A cached property needs a class; a lazy object could not be compared with None.
        request.__class__ = _with_institution(request.__class__)  # type: ignore[arg-type]  # classes are hashable
        return self.get_response(request)


@cache
def _with_institution(request_class: type[HttpRequest]) -> Any:
    found = cached_property(institution_for)
    request_class = type(request_class.__name__, (request_class,), {"institution": found})
    found.__set_name__(request_class, "institution")
    return request_class


def institution_for(request: HttpRequest) -> Institution | None:
    """The active institution whose host or path the request has, with its profile."""
    host, port = split_domain_port(request.get_host())
    slug = institution_slug(request.path_info)
    candidates = Institution.objects.filter(
        Q(slug=slug) | Q(profile__site__hostname=host, profile__site__is_default_site=False), is_active=True
    ).select_related("profile__site", "profile__logo")
    by_path = by_host = None
    for institution in candidates:
        site = institution.profile.site if hasattr(institution, "profile") else None
        if site is not None and site.hostname == host and not site.is_default_site:
            if by_host is None or str(site.port) == port:
                by_host = institution
        elif institution.slug == slug:
            by_path = institution
    return by_host or by_path


def institution_slug(path: str) -> str:
    """The part of a path where an institution's slug stands: `/mk/jegunovce/news/` → `jegunovce`; "" for none."""
    parts = path.split("/")
    if len(parts) < 3 or parts[1] not in dict(settings.LANGUAGES):
        return ""
    return "" if parts[2] in RESERVED_SLUGS else parts[2]


class AdminScopeMiddleware:
    """Nobody but the operator sees or reaches another institution's things in the admin: they do not exist there.

    Every view has its rules in `admin_table.TABLE`; a view without rules is closed. Plugins' views are behind
    the plugins' gate and ask for roles themselves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Apply the view's rules; None lets the view go on."""
        admin = reverse("wagtailadmin_home")
        match = request.resolver_match
        if match is None or not request.path.startswith(admin) or not request.user.is_authenticated:
            return None
        if request.path.startswith(f"{admin}plugins/"):
            return None
        scope = scope_of(request.user)
        if scope is None:
            return None
        try:
            rules = TABLE.get(match.view_name)
            if rules is None:
                raise Http404
            for rule in rules:
                response = rule(request, scope, kwargs)
                if response is not None:
                    return response
        except PermissionDenied:
            return permission_denied(request)
        except Http404 as error:
            return page_not_found(request, error, template_name="wagtailadmin/404.html")
        return None
