"""The page types that plugins bring (`page.type`), and which pages of the tree are there for the public.

A page whose class is gone, with its plugin's package, stays in the tree and is nowhere else.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar
from uuid import UUID

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import FilteredRelation, Q, QuerySet
from wagtail.models import Page, get_page_models

from consultations.extension_points import PAGE_TYPE
from plugins.kernel import gate
from plugins.kernel.points import Resolved
from plugins.kernel.registry import LoadedContribution, registry
from plugins.kernel.scope import Scope

S = TypeVar("S", bound=QuerySet[Any])


@dataclass(frozen=True)
class PluginType:
    """A page type and whose it is."""

    loaded: LoadedContribution
    model: type[Page]

    @property
    def plugin(self) -> str:
        """The slug of the plugin."""
        return self.loaded.plugin


Types = Mapping[type[Page], PluginType]

_none: Types = MappingProxyType({})
_made_for: tuple[LoadedContribution, ...] = ()
_types: Types = _none


def plugin_types() -> Types:
    """The page types of all loaded plugins, whether on or off.

    A plugin that gives something else for one is quarantined.
    """
    global _made_for, _types
    if not apps.models_ready:
        return _none
    if registry.contributions(PAGE_TYPE.name) is not _made_for:
        found = {resolved.value: PluginType(resolved.loaded, resolved.value) for resolved in _collected()}
        _made_for = registry.contributions(PAGE_TYPE.name)
        _types = MappingProxyType({model: entry for model, entry in found.items() if entry.loaded in _made_for})
    return _types


def _collected() -> list[Resolved]:
    good = []
    for resolved in PAGE_TYPE.collect():
        reason = _objection(resolved)
        if reason:
            handler = resolved.loaded.contribution.handler
            registry.quarantine(resolved.plugin, f"{PAGE_TYPE.name} {handler}: {reason}")
        else:
            good.append(resolved)
    return good


def _objection(resolved: Resolved) -> str:
    from cms.pages.models.plugin import PluginPage

    model = resolved.value
    if not (isinstance(model, type) and issubclass(model, PluginPage)) or model._meta.abstract:
        return "is no page type made from plugins.api.pages.PluginPage"
    app = apps.get_app_config(model._meta.app_label).name
    if app != registry.plugin(resolved.plugin).manifest.app:
        return f"belongs to the app {app}, not to the plugin's own"
    return ""


def is_on(model: type[Page], institution: UUID | None) -> bool:
    """Whether pages of a plugin's type are there at an institution; never outside of institutions."""
    entry = plugin_types().get(model)
    return entry is not None and institution is not None and gate.is_active(entry.plugin, Scope(institution))


def types_below(parent: type[Page]) -> list[type[Page]]:
    """The plugins' types that may lie below pages of a type, as they say themselves."""
    return [model for model in plugin_types() if parent in model.clean_parent_page_models()]


def present(pages: S, institution: UUID | None) -> S:
    """Of one institution's pages (None: the portal's own) those that are there: of known types, plugins on.

    No query of its own but the gate's.
    """
    off = [model for model in plugin_types() if not is_on(model, institution)]
    known = set(get_page_models()) - set(off)
    return pages.filter(_of_types(known))


def present_anywhere(pages: S) -> S:
    """The same for pages of all institutions, in a query that can be searched. One query, if there are types."""
    types = plugin_types()
    keys = {model: row.pk for model, row in ContentType.objects.get_for_models(*get_page_models()).items()}
    condition = Q(content_type__in=[key for model, key in keys.items() if model not in types])
    roots = _roots_where_on({entry.plugin for entry in types.values()}) if types else {}
    for model, entry in types.items():
        for path in roots[entry.plugin]:
            condition |= Q(content_type__in=[keys[model]], path__startswith=path)
    return pages.filter(condition)


def gone(pages: S) -> S:
    """The pages whose class is gone."""
    return pages.exclude(_of_types(get_page_models()))


def _of_types(models: Iterable[type[Page]]) -> Q:
    names: dict[str, list[str]] = defaultdict(list)
    for model in models:
        names[model._meta.app_label].append(str(model._meta.model_name))
    condition = Q(pk__in=[])
    for label, model_names in sorted(names.items()):
        condition |= Q(content_type__app_label=label, content_type__model__in=sorted(model_names))
    return condition


def _roots_where_on(slugs: set[str]) -> dict[str, list[str]]:
    """Tree paths of the front pages of the institutions that permit each plugin."""
    return gate.remembered(("roots_where_on", frozenset(slugs)), lambda: _read_roots(slugs))


def _read_roots(slugs: set[str]) -> dict[str, list[str]]:
    from cms.pages.models import InstitutionPage

    decision = FilteredRelation(
        "institution__plugin_permissions", condition=Q(institution__plugin_permissions__plugin__in=slugs)
    )
    rows = InstitutionPage.objects.filter(institution__is_active=True).annotate(decision=decision)
    decided: dict[str, dict[str, bool]] = defaultdict(dict)
    for path, plugin, permitted in rows.values_list("path", "decision__plugin", "decision__permitted"):
        decided[path].update({plugin: permitted} if permitted is not None else {})
    default = {slug: registry.plugin(slug).manifest.permitted_by_default for slug in slugs}
    return {
        slug: sorted(path for path, said in decided.items() if said.get(slug, default[slug])) for slug in slugs
    }


def forget_half_made_types(page_models: list[Any]) -> None:
    """Take from Wagtail's list the classes of models that Django has not kept: their plugin failed to load."""
    page_models[:] = [
        model
        for model in page_models
        if apps.all_models[model._meta.app_label].get(model._meta.model_name) is model
    ]
