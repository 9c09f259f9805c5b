"""Is what the manifest says true, and does the plugin keep to tables of its own?"""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Field
from django.urls import NoReverseMatch, reverse

from consultations.management.plugin_command import PluginCommand
from plugins.kernel.checking import objections
from plugins.kernel.invoking import resolve
from plugins.kernel.manifest import PluginManifest
from plugins.kernel.registry import registry

PAGES = frozenset({"django_content_type", "wagtailcore_page"})
"""Tables that a page type refers to, being a page."""
FOREIGN_APPS_ALLOWED = frozenset({"contenttypes"})


def manifest_objections(slug: str) -> list[str]:
    """Is what the manifest says true? The plugin must be loaded."""
    loaded = registry.plugin(slug)
    manifest = loaded.manifest
    found = [reason for plugin, reason in objections() if plugin == slug]
    found += _personal_data(manifest)
    found += _menu_targets(manifest)
    found += _commands(manifest)
    return found


def app_label(manifest: PluginManifest) -> str:
    """The label of the plugin's Django app."""
    return next(config.label for config in apps.get_app_configs() if config.name == manifest.app)


def _personal_data(manifest: PluginManifest) -> list[str]:
    found = []
    for declared in manifest.personal_data:
        label, _, name = declared.model.partition(".")
        if label != app_label(manifest):
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


def _commands(manifest: PluginManifest) -> list[str]:
    """Commands that ask no gate, or another plugin's, or that are not where they are said to be."""
    folder = Path(apps.get_app_config(app_label(manifest)).path) / "management" / "commands"
    present = {path.stem for path in folder.glob("[!_]*.py")}
    declared = {
        str(contribution.options["command"]): resolve(contribution.handler)
        for contribution in manifest.contributions
        if contribution.point == "management.command"
    }
    found = [
        f"management.command: {name} is in management/commands and not in the manifest"
        for name in sorted(present - set(declared))
    ]
    for name, command in sorted(declared.items()):
        if name not in present:
            found.append(f"management.command: there is no management/commands/{name}.py")
        if not (isinstance(command, type) and issubclass(command, PluginCommand)):
            found.append(f"management.command: {name} is no plugins.api.commands.PluginCommand")
        elif command.plugin != manifest.slug:
            found.append(f"management.command: {name} is said to be of the plugin {command.plugin!r}")
    return found


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

    A plugin refers to the record by uuid: a foreign key would let it block, or be broken by, the core. A page
    type's link to the page it extends is none of these, nor is what it inherits from it.
    """
    label = app_label(registry.plugin(slug).manifest)
    found = []
    for model in apps.get_app_config(label).get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            other = field.related_model if isinstance(field, Field) else None
            if other is None or isinstance(other, str) or field.model is not model or not field.concrete:
                continue
            if _extends_page(field):
                continue
            if other._meta.app_label not in {label, *FOREIGN_APPS_ALLOWED}:
                found.append(f"{model._meta.label}.{field.name} points to {other._meta.label}")
    return found


def _extends_page(field: Any) -> bool:
    link = field.remote_field
    return link is not None and bool(getattr(link, "parent_link", False))


def foreign_constraints(slug: str) -> list[str]:
    """Foreign keys in the database, however they came there, from the plugin's tables to others."""
    models = apps.get_app_config(app_label(registry.plugin(slug).manifest)).get_models(include_auto_created=True)
    own = {model._meta.db_table: model._meta.pk for model in models}
    found = []
    with connection.cursor() as cursor:
        for table in sorted(own):
            for name, constraint in connection.introspection.get_constraints(cursor, table).items():
                target = constraint["foreign_key"]
                extends_page = (
                    target and _extends_page(own[table]) and constraint["columns"] == [own[table].column]
                )
                if target and target[0] not in {*own, "django_content_type"} and not extends_page:
                    found.append(f"table {table}: the foreign key {name} points to {target[0]}")
    return found
