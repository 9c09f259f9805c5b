"""A plugin's typed settings at an institution: read with defaults, changed only to what they take."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from consultations.activation.decisions import decisions_of
from consultations.activation.errors import SettingsRefused
from consultations.activation.switching import loaded_manifest
from consultations.models import Institution, PluginAudit, PluginPermission
from plugins.kernel import gate
from plugins.kernel.manifest import PluginManifest, SettingInvalid

SettingValue = bool | int | str


def plugin_settings(slug: str, institution: UUID | None) -> dict[str, SettingValue]:
    """Every setting of a loaded plugin at an institution, by name; at the portal (None) the defaults.

    A stored value that the plugin no longer takes counts as its default. Raises `PluginNotLoaded`.
    """
    manifest = loaded_manifest(slug)
    stored = decisions_of(institution).settings.get(slug, {}) if institution is not None else {}
    return _with_defaults(manifest, stored)


def outdated_settings(slug: str, institution: UUID) -> dict[str, str]:
    """Stored settings that the plugin does not take any more, with the reason: their defaults hold.

    An update of a plugin may leave some behind. Raises `PluginNotLoaded`.
    """
    return _outdated(loaded_manifest(slug), decisions_of(institution).settings.get(slug, {}))


def _outdated(manifest: PluginManifest, stored: Mapping[str, object]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in stored.items():
        try:
            manifest.setting(name).clean(value)
        except SettingInvalid as invalid:
            found[name] = invalid.message
    return found


def _with_defaults(manifest: PluginManifest, stored: Mapping[str, object]) -> dict[str, SettingValue]:
    values: dict[str, SettingValue] = {}
    for setting in manifest.settings:
        try:
            values[setting.name] = setting.clean(stored.get(setting.name, setting.default))
        except SettingInvalid:
            values[setting.name] = setting.default
    return values


def change_plugin_settings(
    *,
    institution: Institution,
    plugin: str,
    values: Mapping[str, object],
    actor: Any,
) -> dict[str, SettingValue]:
    """Change some settings of a plugin at an institution; returns all of them, as they are now.

    All or nothing; stored values that the plugin does not take any more are dropped. Raises `PluginNotLoaded`, or
    `SettingsRefused` naming each value that does not validate.
    """
    manifest = loaded_manifest(plugin)
    cleaned = _cleaned(manifest, values)
    with transaction.atomic():
        row, _created = PluginPermission.objects.select_for_update().get_or_create(
            institution=institution, plugin=plugin
        )
        before = _with_defaults(manifest, row.settings)
        changes = {name: [before[name], value] for name, value in cleaned.items() if before[name] != value}
        outdated = _outdated(manifest, row.settings)
        if changes or outdated:
            kept = {name: value for name, value in row.settings.items() if name not in outdated}
            row.settings = kept | {name: cleaned[name] for name in changes}
            row.save(update_fields=["settings"])
        if changes:
            PluginAudit.objects.create(
                institution=institution, plugin=plugin, action="settings", changes=changes, actor=actor
            )
    gate.forget()
    return before | cleaned


def _cleaned(manifest: PluginManifest, values: Mapping[str, object]) -> dict[str, SettingValue]:
    cleaned: dict[str, SettingValue] = {}
    errors: dict[str, str] = {}
    for name, value in values.items():
        try:
            cleaned[name] = manifest.setting(name).clean(value)
        except SettingInvalid as invalid:
            errors[name] = invalid.message
    if errors:
        raise SettingsRefused(manifest.slug, errors)
    return cleaned
