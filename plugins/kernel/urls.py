"""URLs and menu items of plugins: collected from all that are loaded, each behind the gate.

The composition root mounts what the builders return. Every view is wrapped by `gated`: where its plugin is
off it is not found, and where it raises the visitor gets a plain "not available" instead of an error page.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path

from plugins.kernel import gate, permissions
from plugins.kernel.gated import Responses, Scopes, api_responses, gated, request_scopes, site_responses
from plugins.kernel.invoking import invoke
from plugins.kernel.locating import described
from plugins.kernel.points import ExtensionPoint, Resolved, Timing
from plugins.kernel.registry import LoadedContribution, registry

PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]*")

SITE_URLS: ExtensionPoint[HttpRequest, list[Any]] = ExtensionPoint(
    "site.urls",
    HttpRequest,
    list,
    timing=Timing.START,
    options=frozenset({"prefix"}),
    doc="""Pages of the public site. The handler is a module's `urlpatterns`; they are mounted at
    `/<language>/<options["prefix"] or slug>/` in the namespace `<slug>`. A view works where the plugin is on: at
    the institution whose own host is asked for, else at the portal; one whose address names a consultation or
    a thing of yours says where that is, with `plugins.api.activation.in_scope`. `request.institution` is the
    institution of the host (it has `uuid` and `slug`), None at the portal; a list keeps to it.""",
)
API_ROUTES: ExtensionPoint[HttpRequest, list[Any]] = ExtensionPoint(
    "api.routes",
    HttpRequest,
    list,
    timing=Timing.START,
    options=frozenset({"prefix"}),
    doc="""Routes of the public API. The handler is a module's `urlpatterns` of REST framework views; they are
    mounted at `/api/v1/<options["prefix"] or slug>/` in the namespace `<slug>_api` and appear in the schema. Where
    they work, and `request.institution`, is as with `site.urls`. `plugins.api.rest` has parameters, pages and
    their schema as the core's routes have them.""",
)
ADMIN_VIEWS: ExtensionPoint[HttpRequest, list[Any]] = ExtensionPoint(
    "admin.views",
    HttpRequest,
    list,
    timing=Timing.START,
    options=frozenset(),
    doc="""Views of the Wagtail admin. The handler is a module's
    `urlpatterns`, or a callable that returns some; they are mounted at
    `/admin/plugins/<slug>/` in the namespace `<slug>_admin`, for people who may enter the admin.""",
)
ADMIN_MENU: ExtensionPoint[HttpRequest, bool] = ExtensionPoint(
    "admin.menu",
    HttpRequest,
    bool,
    timing=Timing.START,
    options=frozenset({"label", "url_name", "icon", "permission", "order"}),
    handler_required=False,
    doc="""An item of the admin's menu, described by its options: `label` (language code → text), `url_name`
    (`<slug>_admin:<name>`), `icon`, `permission` (`<slug>.<codename>`, one that the manifest declares) and
    `order`. The handler is optional: `handler(request)` says whether the item is shown; a number instead of
    True is shown beside the label, as how much there is to do, if it is not 0.""",
)


def site_urlpatterns(reserved: Collection[str] = (), namespaces: Collection[str] = ()) -> list[URLResolver]:
    """The public pages of all loaded plugins, one prefix each.

    `reserved` and `namespaces` are prefixes and URL namespaces of the core, which a plugin must not take.
    """
    languages = [code for code, _name in settings.LANGUAGES]
    for loaded in registry.contributions(SITE_URLS.name):
        if loaded.plugin in namespaces:
            reason = f"{SITE_URLS.name}: its slug is a URL namespace of the platform itself: choose another slug"
            registry.quarantine(loaded.plugin, reason)
    return _mounted(SITE_URLS, suffix="", reserved=(*reserved, *languages), responses=site_responses)


def namespaces_of(patterns: Iterable[URLPattern | URLResolver]) -> frozenset[str]:
    """The namespaces that these patterns make."""
    return frozenset(item.namespace for item in patterns if isinstance(item, URLResolver) and item.namespace)


def site_prefixes() -> dict[str, str]:
    """The prefixes that loaded plugins claim on the public site, each with the slug of its plugin."""
    return {_prefix(loaded): loaded.plugin for loaded in registry.contributions(SITE_URLS.name)}


def first_parts(patterns: Iterable[URLPattern | URLResolver]) -> frozenset[str]:
    """The first parts of the addresses of some patterns, such as a plugin must not claim."""
    return frozenset(str(item.pattern).partition("/")[0] for item in patterns) - {""}


def api_urlpatterns(reserved: Collection[str] = ()) -> list[URLResolver]:
    """The API routes of all loaded plugins; problems are RFC 9457 documents."""
    return _mounted(API_ROUTES, suffix="_api", reserved=reserved, responses=api_responses)


def admin_urlpatterns(scopes: Scopes = request_scopes) -> list[URLResolver]:
    """The admin views of all loaded plugins, each below its slug.

    `scopes` says for a request in which places the person works: a plugin must be on in one of them.
    """
    return _mounted(ADMIN_VIEWS, suffix="_admin", reserved=(), responses=site_responses, scopes=scopes)


def _mounted(
    point: ExtensionPoint[Any, Any],
    *,
    suffix: str,
    reserved: Collection[str],
    responses: Responses,
    scopes: Scopes = request_scopes,
) -> list[URLResolver]:
    taken = dict.fromkeys(reserved, "the platform itself")
    mounted: list[URLResolver] = []
    for resolved in point.collect():
        prefix = _prefix(resolved.loaded)
        objection = _prefix_objection(prefix, taken)
        if objection:
            where = resolved.loaded.contribution.declared_at
            registry.quarantine(resolved.plugin, f"{point.name}: {objection}" + (f" ({where})" if where else ""))
            continue
        try:
            patterns = _guarded(_patterns(resolved), resolved.plugin, responses, scopes)
        except Exception as error:
            registry.quarantine(resolved.plugin, f"{point.name}: no usable URLs: {described(error)}")
            continue
        taken[prefix] = f"plugin {resolved.plugin!r}"
        namespace = f"{resolved.plugin}{suffix}"
        mounted.append(path(f"{prefix}/", include((patterns, namespace), namespace=namespace)))
    return mounted


def _prefix(loaded: LoadedContribution) -> str:
    return str(loaded.contribution.options.get("prefix") or loaded.plugin).strip("/")


def _prefix_objection(prefix: str, taken: Mapping[str, str]) -> str:
    if not PREFIX.fullmatch(prefix):
        return f"the prefix {prefix!r} has to be one part of an address: lower-case letters, digits, - and _"
    if prefix in taken:
        return f"the prefix {prefix!r} belongs to {taken[prefix]}: set another in its options"
    return ""


def _patterns(resolved: Resolved) -> Sequence[URLPattern | URLResolver]:
    patterns = resolved.value() if callable(resolved.value) else resolved.value
    if not isinstance(patterns, list | tuple) or not all(
        isinstance(item, URLPattern | URLResolver) for item in patterns
    ):
        raise TypeError(f"{resolved.loaded.contribution.handler} is no list of URL patterns")
    return patterns


def _guarded(
    patterns: Iterable[URLPattern | URLResolver], slug: str, responses: Responses, scopes: Scopes
) -> list[URLPattern | URLResolver]:
    guarded: list[URLPattern | URLResolver] = []
    for item in patterns:
        if isinstance(item, URLResolver):
            inner = _guarded(item.url_patterns, slug, responses, scopes)
            guarded.append(URLResolver(item.pattern, inner, item.default_kwargs, item.app_name, item.namespace))
        else:
            view = gated(item.callback, slug, responses=responses, scopes=scopes)
            guarded.append(URLPattern(item.pattern, view, item.default_args, item.name))
    return guarded


@dataclass(frozen=True)
class MenuEntry:
    """One item of the admin's menu. `label` maps language codes to texts."""

    loaded: LoadedContribution
    name: str
    label: dict[str, str]
    url_name: str
    icon: str
    permission: str
    order: int
    scopes: Scopes = field(repr=False)

    @property
    def plugin(self) -> str:
        """The slug of the plugin."""
        return self.loaded.plugin

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person sees it."""
        return self.shown_with(request) is not None

    def shown_with(self, request: HttpRequest) -> int | None:
        """The number beside the label, 0 for none; None where this person does not see the item.

        They see it where they work and the plugin is on, if they hold the permission in one of these places and
        the plugin's own condition is met. A condition that fails hides the item.
        """
        active = [scope for scope in self.scopes(request) if gate.is_active(self.plugin, scope)]
        if self.permission:
            active = [
                scope for scope in active if permissions.may(request.user, self.permission, scope.institution)
            ]
        if not active:
            return None
        if not self.loaded.contribution.handler:
            return 0
        outcome = invoke(self.loaded, active[0], lambda condition: _number(condition(request)))
        return outcome.value


def _number(answer: bool | int) -> int | None:
    """A condition's answer as a number: True is shown without one, False not at all."""
    if isinstance(answer, bool):
        return 0 if answer else None
    return int(answer)


def admin_menu(scopes: Scopes = request_scopes) -> list[MenuEntry]:
    """The menu items of all loaded plugins, in the order of `order`, then slug. Ask each `is_shown`."""
    entries = []
    for resolved in ADMIN_MENU.collect():
        options = resolved.options
        try:
            entry = MenuEntry(
                loaded=resolved.loaded,
                name=f"{resolved.plugin}-{resolved.loaded.contribution.name}".replace(".", "-"),
                label=dict(options["label"]),
                url_name=str(options["url_name"]),
                icon=str(options.get("icon", "circle-plus")),
                permission=str(options.get("permission", "")),
                order=int(options.get("order", 500)),
                scopes=scopes,
            )
        except (KeyError, TypeError, ValueError) as error:
            registry.quarantine(resolved.plugin, f"admin.menu: {described(error)}")
            continue
        entries.append(entry)
    return sorted(entries, key=lambda entry: (entry.order, entry.plugin))
