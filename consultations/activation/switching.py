"""Switching plugins: an institution permits or forbids, a consultation enables or disables.

Each call is one transaction and leaves one audit row; a call that changes nothing leaves none. `actor` is
the user who did it, None for the operator's command line. Switching on tells plugins (`plugin.enabled`), so
that one that keeps copies of the record can catch up.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from consultations import clock
from consultations.activation.decisions import decisions_of
from consultations.activation.errors import (
    PluginNotForConsultations,
    PluginNotLoaded,
    PluginNotPermitted,
)
from consultations.events import Kind, RecordEvent
from consultations.models import (
    Consultation,
    Institution,
    PluginAudit,
    PluginEnablement,
    PluginPermission,
)
from consultations.recording import emit
from plugins.kernel import gate
from plugins.kernel.manifest import PluginManifest
from plugins.kernel.registry import UnknownPlugin, registry

Listener = Callable[[str, Institution], None]
"""Told of each switch, in its transaction: the plugin's slug and the institution."""

_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Have a function told of every switch from now on; once, however often it is given."""
    if listener not in _listeners:
        _listeners.append(listener)


def permit_plugin(*, institution: Institution, plugin: str, actor: Any) -> bool:
    """Permit a plugin at an institution. True if that changed something; raises `PluginNotLoaded`."""
    return _decide_permission(institution, plugin, True, actor)


def forbid_plugin(*, institution: Institution, plugin: str, actor: Any) -> bool:
    """Forbid a plugin at an institution and so in all its consultations. Raises `PluginNotLoaded`."""
    return _decide_permission(institution, plugin, False, actor)


def enable_plugin(*, consultation: Consultation, plugin: str, actor: Any) -> bool:
    """Enable a plugin in one consultation. True if that changed something.

    Raises `PluginNotLoaded`, `PluginNotForConsultations`, or `PluginNotPermitted` at its institution.
    """
    manifest = loaded_manifest(plugin)
    institution = consultation.institution
    with gate.fresh():
        if not decisions_of(institution.uuid).permits(manifest):
            raise PluginNotPermitted(plugin, institution.slug)
    return _decide_enablement(consultation, manifest, True, actor)


def disable_plugin(*, consultation: Consultation, plugin: str, actor: Any) -> bool:
    """Disable a plugin in one consultation. Raises `PluginNotLoaded` or `PluginNotForConsultations`."""
    return _decide_enablement(consultation, loaded_manifest(plugin), False, actor)


def loaded_manifest(slug: str) -> PluginManifest:
    """The manifest of a loaded plugin; `PluginNotLoaded` where there is none."""
    try:
        return registry.plugin(slug).manifest
    except UnknownPlugin as error:
        raise PluginNotLoaded(slug) from error


def _decide_permission(institution: Institution, plugin: str, permitted: bool, actor: Any) -> bool:
    manifest = loaded_manifest(plugin)
    with transaction.atomic():
        row, _created = PluginPermission.objects.select_for_update().get_or_create(
            institution=institution, plugin=plugin
        )
        if row.permitted is permitted:
            return False
        before = manifest.permitted_by_default if row.permitted is None else row.permitted
        row.permitted = permitted
        row.save(update_fields=["permitted"])
        PluginAudit.objects.create(
            institution=institution,
            plugin=plugin,
            action="permit" if permitted else "forbid",
            changes={"permitted": [before, permitted]},
            actor=actor,
        )
        _tell(plugin, institution)
        if permitted:
            _tell_enabled(institution)
    return True


def _decide_enablement(consultation: Consultation, manifest: PluginManifest, enabled: bool, actor: Any) -> bool:
    if "consultation" not in manifest.scopes:
        raise PluginNotForConsultations(manifest.slug)
    with transaction.atomic():
        row, created = PluginEnablement.objects.select_for_update().get_or_create(
            consultation=consultation, plugin=manifest.slug, defaults={"enabled": enabled}
        )
        if not created and row.enabled is enabled:
            return False
        before = manifest.enabled_by_default if created else row.enabled
        row.enabled = enabled
        row.save(update_fields=["enabled"])
        PluginAudit.objects.create(
            institution=consultation.institution,
            consultation=consultation,
            plugin=manifest.slug,
            action="enable" if enabled else "disable",
            changes={"enabled": [before, enabled]},
            actor=actor,
        )
        _tell(manifest.slug, consultation.institution)
        if enabled:
            _tell_enabled(consultation.institution, consultation)
    return True


def _tell(plugin: str, institution: Institution) -> None:
    gate.forget()
    for listener in _listeners:
        listener(plugin, institution)


def _tell_enabled(institution: Institution, consultation: Consultation | None = None) -> None:
    event = RecordEvent(
        kind=Kind.PLUGIN_ENABLED,
        institution=institution.uuid,
        consultation=consultation.uuid if consultation is not None else None,
        at=clock.now(),
    )
    emit([event])
