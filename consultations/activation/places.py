"""Where a plugin is on, for lists that span institutions."""

from uuid import UUID

from django.db.models import OuterRef, Subquery

from consultations.models import Consultation, Institution, PluginEnablement, PluginPermission
from plugins.kernel import gate
from plugins.kernel.registry import registry


def permitting_institutions(slug: str) -> frozenset[UUID]:
    """The active institutions that permit a plugin: one query, remembered for the request or task."""
    return gate.remembered(("permitting", slug), lambda: _permitting(slug))


def _permitting(slug: str) -> frozenset[UUID]:
    if not registry.is_loaded(slug):
        return frozenset()
    default = registry.plugin(slug).manifest.permitted_by_default
    decision = PluginPermission.objects.filter(institution=OuterRef("pk"), plugin=slug).values("permitted")
    rows = Institution.objects.filter(is_active=True).values_list("uuid", Subquery(decision))
    return frozenset(uuid for uuid, decided in rows if (default if decided is None else decided))


def disabled_consultations(slug: str) -> frozenset[UUID]:
    """The consultations in which a loaded plugin is switched off, whatever their institution permits.

    For lists of a plugin's things across consultations: `.exclude(consultation__in=disabled_consultations(slug))`,
    beside `permitting_institutions`. One query, remembered for the request or task.
    """
    return gate.remembered(("disabled", slug), lambda: _disabled(slug))


def _disabled(slug: str) -> frozenset[UUID]:
    if not registry.is_loaded(slug):
        return frozenset()
    manifest = registry.plugin(slug).manifest
    if "consultation" not in manifest.scopes:
        return frozenset()
    decided = PluginEnablement.objects.filter(plugin=slug)
    if manifest.enabled_by_default:
        return frozenset(decided.filter(enabled=False).values_list("consultation__uuid", flat=True))
    enabled = decided.filter(enabled=True).values("consultation")
    return frozenset(Consultation.objects.exclude(pk__in=enabled).values_list("uuid", flat=True))
