"""What every plugin, ours too, has to keep to. Each check returns what it objects to, in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Field
from django.urls import NoReverseMatch, reverse

from plugins.kernel.checking import objections
from plugins.kernel.manifest import PluginManifest
from plugins.kernel.registry import registry

INTERFACE_LANGUAGES = ("en", "sq", "sr-latn", "mk")
"""The languages that names and labels are wanted in; Serbian Cyrillic is made from the Latin."""
FOREIGN_APPS_ALLOWED = frozenset({"contenttypes"})


def manifest_objections(slug: str) -> list[str]:
    """Is what the manifest says true? The plugin must be loaded."""
    loaded = registry.plugin(slug)
    manifest = loaded.manifest
    found = [reason for plugin, reason in objections() if plugin == slug]
    found += _personal_data(manifest)
    found += _permissions(manifest)
    found += _menu_targets(manifest)
    return found


def _app_label(manifest: PluginManifest) -> str:
    return next(config.label for config in apps.get_app_configs() if config.name == manifest.app)


def _personal_data(manifest: PluginManifest) -> list[str]:
    found = []
    for declared in manifest.personal_data:
        label, _, name = declared.model.partition(".")
        if label != _app_label(manifest):
            found.append(f"personal_data: {declared.model} is no model of this plugin")
            continue
        try:
            model = apps.get_model(label, name)
        except LookupError:
            found.append(f"personal_data: there is no model {declared.model}")
            continue
        fields = {field.name for field in model._meta.get_fields()}
        found += [
            f"personal_data: {declared.model} has no field {name!r}"
            for name in declared.fields
            if name not in fields
        ]
    return found


def _permissions(manifest: PluginManifest) -> list[str]:
    known = {
        codename
        for model in apps.get_app_config(_app_label(manifest)).get_models()
        for codename, _name in model._meta.permissions
    }
    return [
        f"permissions: no model of the plugin declares {declared.codename!r}"
        for declared in manifest.permissions
        if declared.codename not in known
    ]


def _menu_targets(manifest: PluginManifest) -> list[str]:
    found = []
    for contribution in manifest.contributions:
        if contribution.point == "admin.menu":
            try:
                reverse(str(contribution.options["url_name"]))
            except NoReverseMatch:
                found.append(f"admin.menu: there is no URL named {contribution.options['url_name']!r}")
    return found


def foreign_relations(slug: str) -> list[str]:
    """Relations of the plugin's models to tables that are not its own.

    A plugin refers to the record by uuid: a foreign key would let it block, or be broken by, the core.
    """
    label = _app_label(registry.plugin(slug).manifest)
    found = []
    for model in apps.get_app_config(label).get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            other = field.related_model if isinstance(field, Field) else None
            if other is None or isinstance(other, str):
                continue
            if other._meta.app_label not in {label, *FOREIGN_APPS_ALLOWED}:
                found.append(f"{model._meta.label}.{field.name} points to {other._meta.label}")
    return found


def untranslated(slug: str, languages: Iterable[str] = INTERFACE_LANGUAGES) -> list[str]:
    """Names, descriptions and labels in the manifest that lack one of the languages."""
    wanted = tuple(languages)
    manifest = registry.plugin(slug).manifest
    return [
        f"{where}: no {language}"
        for where, texts in _texts(manifest)
        for language in wanted
        if language not in texts
    ]


def _texts(manifest: PluginManifest) -> Iterable[tuple[str, Mapping[str, Any]]]:
    yield "name", manifest.name
    yield "description", manifest.description
    for permission in manifest.permissions:
        yield f"permission {permission.codename}", permission.label
    for declared in manifest.personal_data:
        yield f"personal data {declared.model}", declared.purpose
    for setting in manifest.settings:
        yield f"setting {setting.name}", setting.label
        if setting.help:
            yield f"help of setting {setting.name}", setting.help
        for value, label in setting.choices:
            yield f"choice {value} of setting {setting.name}", label
    for contribution in manifest.contributions:
        shown = contribution.options.get("label")
        if isinstance(shown, Mapping):
            yield f"label of {contribution.point}", shown
