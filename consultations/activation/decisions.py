"""What institutions and consultations decided about plugins, read in one query each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, CharField, Count, JSONField, UUIDField, Value

from consultations.models import Institution, PluginEnablement, PluginPermission
from plugins.kernel import gate
from plugins.kernel.manifest import PluginManifest


@dataclass(frozen=True)
class Decisions:
    """One institution's decisions: by slug, and for its consultations by (uuid, slug). Absent: undecided."""

    permitted: Mapping[str, bool] = field(default_factory=dict)
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    enabled: Mapping[tuple[UUID, str], bool] = field(default_factory=dict)

    def permits(self, manifest: PluginManifest) -> bool:
        """Whether the institution permits the plugin."""
        return self.permitted.get(manifest.slug, manifest.permitted_by_default)

    def enables(self, manifest: PluginManifest, consultation: UUID) -> bool:
        """Whether the consultation enables it; always, if it is not switched for single consultations."""
        if "consultation" not in manifest.scopes:
            return True
        return self.enabled.get((consultation, manifest.slug), manifest.enabled_by_default)


def decisions_of(institution: UUID) -> Decisions:
    """The institution's decisions: one query, remembered for the request or task."""
    return gate.remembered(("decisions", institution), lambda: _read(institution))


def _read(institution: UUID) -> Decisions:
    permissions = PluginPermission.objects.filter(institution__uuid=institution).values_list(
        "plugin", Value(None, output_field=UUIDField()), "permitted", "settings"
    )
    enablements = PluginEnablement.objects.filter(consultation__institution__uuid=institution).values_list(
        "plugin", "consultation__uuid", "enabled", Value({}, output_field=JSONField())
    )
    permitted: dict[str, bool] = {}
    settings: dict[str, Mapping[str, Any]] = {}
    enabled: dict[tuple[UUID, str], bool] = {}
    for plugin, consultation, decision, stored in permissions.union(enablements, all=True):
        if consultation is not None:
            enabled[(consultation, plugin)] = bool(decision)
            continue
        settings[plugin] = stored
        if decision is not None:
            permitted[plugin] = bool(decision)
    return Decisions(permitted, settings, enabled)


def portal_permits(manifests: Mapping[str, PluginManifest]) -> frozenset[str]:
    """The slugs that at least one active institution permits: one query."""
    decided = (
        PluginPermission.objects.filter(institution__is_active=True, permitted__isnull=False)
        .values_list("plugin", "permitted")
        .annotate(number=Count("pk"))
        .order_by()
    )
    everybody = (
        Institution.objects.filter(is_active=True)
        .values_list(Value("", output_field=CharField()), Value(True, output_field=BooleanField()))
        .annotate(number=Count("pk"))
        .order_by()
    )
    counts = {(slug, bool(permitted)): number for slug, permitted, number in decided.union(everybody, all=True)}
    institutions = counts.get(("", True), 0)
    return frozenset(
        slug
        for slug, manifest in manifests.items()
        if counts.get((slug, True), 0)
        or (manifest.permitted_by_default and institutions > counts.get((slug, False), 0))
    )
