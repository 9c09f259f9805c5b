"""The answer to the kernel's gate: the institution permits, the consultation enables.

Where nobody decided, the manifest's defaults hold.
"""

from collections.abc import Mapping
from uuid import UUID

from consultations.activation.decisions import Decisions, decisions_of, portal_permits
from consultations.models import Consultation
from plugins.kernel import gate
from plugins.kernel.registry import registry
from plugins.kernel.scope import Scope


def install_gate() -> None:
    """Have the kernel ask this module. Called when Django starts."""
    gate.install(active_plugins)


def active_plugins(scope: Scope) -> frozenset[str]:
    """The slugs of the loaded plugins that are on in a place.

    Portal: those that at least one active institution permits. Institution: those it permits.
    Consultation: of these, those it enables, and those that are not switched for single consultations.
    """
    return gate.remembered(("active", scope), lambda: _active_plugins(scope))


def _active_plugins(scope: Scope) -> frozenset[str]:
    institution = scope.institution
    if institution is None and scope.consultation is not None:
        institution = _institution_of(scope.consultation)
    if institution is None:
        return portal_permits({plugin.slug: plugin.manifest for plugin in registry.plugins})
    decisions = decisions_of(institution)
    return frozenset(
        plugin.slug
        for plugin in registry.plugins
        if decisions.permits(plugin.manifest)
        and (scope.consultation is None or decisions.enables(plugin.manifest, scope.consultation))
    )


def _institution_of(consultation: UUID) -> UUID | None:
    return Consultation.objects.filter(uuid=consultation).values_list("institution__uuid", flat=True).first()


def enabled_consultations(slug: str, consultations: Mapping[UUID, UUID]) -> frozenset[UUID]:
    """Of the consultations (uuid → their institution's), those where a loaded plugin is on.

    One query for each institution among them, none for those already asked about in this request.
    """
    if not registry.is_loaded(slug):
        return frozenset()
    manifest = registry.plugin(slug).manifest
    known: dict[UUID, Decisions] = {uuid: decisions_of(uuid) for uuid in set(consultations.values())}
    return frozenset(
        consultation
        for consultation, institution in consultations.items()
        if known[institution].permits(manifest) and known[institution].enables(manifest, consultation)
    )
