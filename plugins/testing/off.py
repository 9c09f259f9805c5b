"""Off means off: looking for anything a plugin left where it is switched off.

Every contribution is looked for where its point shows it: on the page, in the answer, behind its addresses, in the
menu, in what the index finds, in what the worker does (`plugins.testing.surfaces`). `is_there` where the plugin is
on shows that the looking works.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib.sessions.backends.base import SessionBase
from django.http import Http404, HttpRequest
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from plugins.kernel.invoking import resolve
from plugins.kernel.points import declared
from plugins.kernel.registry import LoadedContribution, registry
from plugins.kernel.scope import Scope
from plugins.kernel.urls import admin_menu
from plugins.testing.surfaces import EVEN_WHERE_OFF, OF_THE_INSTITUTION, is_met
from plugins.testing.working import do_due_work
from plugins.testing.world import World
from search.asking import ask
from search.query import SearchQuery

NAMESPACES = {"site.urls": "{}", "api.routes": "{}_api", "admin.views": "{}_admin"}
IN_THE_ADMIN = ("admin.column", "admin.bulk_action", "admin.dashboard")
ARGUMENT = re.compile(r"(?:(?P<before>\w+)/)?<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


@dataclass(frozen=True)
class Address:
    """One of a plugin's addresses with sample arguments filled in, and its gated view."""

    path: str
    view: Any
    arguments: Mapping[str, object]


def every_contribution() -> list[LoadedContribution]:
    """All contributions of all loaded plugins."""
    return [
        LoadedContribution(plugin.slug, contribution)
        for plugin in registry.plugins
        for contribution in plugin.manifest.contributions
    ]


def is_there(loaded: LoadedContribution, world: World, operator: Any, *, in_consultation: bool = False) -> bool:
    """Whether a contribution can be met in the world, or in what belongs to its consultation.

    `operator` is a superuser.
    """
    point = loaded.contribution.point
    if point in NAMESPACES:
        return any(_is_open(address, operator) for address in addresses(loaded, world))
    if point == "admin.menu":
        return bool(_menu_items(loaded, operator))
    if point == "search.source":
        return bool(_documents(loaded, world, in_consultation))
    if in_consultation and (point in OF_THE_INSTITUTION or _concerns_all_consultations(loaded)):
        return loaded in declared()[point].contributions(_scope(world))
    if point in IN_THE_ADMIN:
        return bool(_admin_pages_with(loaded, world, operator))
    return is_met(loaded, world, operator)


def traces(loaded: LoadedContribution, world: World, client: Client, operator: Any) -> list[str]:
    """What is left of a contribution in a world where its plugin is off; nothing, if off means off.

    Of personal data all has to be left: handing it out and erasing it.
    """
    point = loaded.contribution.point
    if point in EVEN_WHERE_OFF:
        asked = is_met(loaded, world, operator)
        return [] if asked else [f"{loaded.key} is not asked any more, and what the plugin stored is a person's"]
    if point in NAMESPACES:
        client.force_login(operator)
        return [
            f"{method} {address.path} answers {answer.status_code}"
            for address in addresses(loaded, world)
            for method in ("get", "post")
            if (answer := getattr(client, method)(address.path)).status_code != 404
        ]
    return [f"{loaded.key} is still there"] if is_there(loaded, world, operator) else []


def addresses(loaded: LoadedContribution, world: World) -> list[Address]:
    """Every address that a contribution of URLs brought. ValueError for one that cannot be filled in."""
    namespace = NAMESPACES[loaded.contribution.point].format(loaded.plugin)
    return [
        _filled_in(route, pattern, world)
        for route, pattern in _patterns(get_resolver(), "", ())
        if namespace in getattr(pattern, "namespaces", ())
    ]


def _scope(world: World) -> Scope:
    return Scope(world.institution.uuid, world.consultation.uuid)


def _patterns(resolver: URLResolver, route: str, namespaces: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """(route, pattern) of every view below; the pattern is given its `namespaces`."""
    for item in resolver.url_patterns:
        below = f"{route}{item.pattern}"
        if isinstance(item, URLResolver):
            yield from _patterns(item, below, (*namespaces, item.namespace) if item.namespace else namespaces)
        elif isinstance(item, URLPattern):
            item.namespaces = namespaces  # type: ignore[attr-defined]
            yield below, item


def _filled_in(route: str, pattern: URLPattern, world: World) -> Address:
    arguments: dict[str, object] = dict(pattern.default_args)

    def value(match: re.Match[str]) -> str:
        name, kind, before = match["name"], match["kind"] or "str", match["before"]
        anything = {"int": 1, "uuid": uuid4(), "slug": "sample", "str": "sample", "path": "sample"}
        sample = world.sample(name) or world.sample(before or "") or anything.get(kind)
        if sample is None:
            raise ValueError(f"/{route}: no sample for an argument of kind {kind!r}")
        arguments[name] = sample
        return f"{before}/{sample}" if before else str(sample)

    path = ARGUMENT.sub(value, route)
    if any(sign in path for sign in "^$(\\"):
        raise ValueError(f"/{route}: a regular expression cannot be walked, use path()")
    return Address(f"/{path}", pattern.callback, arguments)


def _request(operator: Any) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = operator
    request.session = SessionBase()
    request.institution = None  # type: ignore[attr-defined]
    return request


def _is_open(address: Address, operator: Any) -> bool:
    try:
        return bool(address.view.is_open(_request(operator), **address.arguments))
    except Http404:
        return False


def _menu_items(loaded: LoadedContribution, operator: Any) -> list[str]:
    request = _request(operator)
    return [
        entry.name
        for entry in admin_menu(lambda _request: (Scope(None),))
        if entry.loaded == loaded and entry.is_shown(request)
    ]


def _admin_pages_with(loaded: LoadedContribution, world: World, operator: Any) -> list[str]:
    """The pages of the admin on which a column, an action or a panel is found."""
    client = Client()
    client.force_login(operator)
    pages = (
        reverse("wagtailadmin_home"),
        f"{reverse('answers:index')}?institution={world.institution.slug}",
        f"{reverse('answers:consultation', args=[world.consultation.uuid])}?show=all",
    )
    return [page for page in pages if f'data-plugin="{loaded.key}"' in client.get(page).content.decode()]


def _concerns_all_consultations(loaded: LoadedContribution) -> bool:
    """Whether it stays while a single consultation disables its plugin: it is not shown at a consultation."""
    return loaded.contribution.point == "admin.dashboard" or (
        loaded.contribution.point == "admin.bulk_action" and loaded.contribution.options["list"] == "consultations"
    )


def _documents(loaded: LoadedContribution, world: World, in_consultation: bool) -> list[str]:
    """What is found of the source's kind, by asking the index once it has caught up."""
    do_due_work()
    kind = resolve(loaded.contribution.handler).kind
    institution, consultation = str(world.institution.uuid), str(world.consultation.uuid)
    asked = SearchQuery(filters={"kind": frozenset({kind})}, institutions=frozenset({institution}))
    return [hit.id for hit in ask(asked).hits if not in_consultation or hit.consultation == consultation]
