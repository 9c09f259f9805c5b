"""Where a plugin is on, for lists that span institutions."""

from uuid import UUID

from django.db.models import OuterRef, Subquery

from consultations.models import Institution, PluginPermission
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
