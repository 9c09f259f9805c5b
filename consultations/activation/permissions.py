"""Who holds a plugin's permissions: what its manifest says of roles, and what each institution decided.

A denial wins over every allowance. Allowances count through every role a person holds, denials through the
roles they were given: denying moderators does not deny the administrator, who holds that role along with
theirs. The operator holds every permission of a plugin that is on; one that is off has none for anybody.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consultations import roles
from consultations.activation.errors import RoleUnknown
from consultations.activation.places import permitting_institutions
from consultations.activation.switching import loaded_manifest
from consultations.models import Institution, PluginAudit, PluginRoleDecision
from plugins.kernel import gate, permissions
from plugins.kernel.manifest import ROLES
from plugins.kernel.permissions import PermissionUnknown, declaration
from plugins.kernel.registry import LoadedContribution, registry
from plugins.kernel.scope import Scope

Decided = Mapping[tuple[UUID, str, str], bool]
"""(institution, `slug.codename`, role) → allowed or denied."""


def install_permissions() -> None:
    """Have the kernel ask this module. Called when Django starts."""
    permissions.install(may)


def may(user: Any, permission: str, institution: UUID | None) -> bool:
    """Whether somebody holds `slug.codename` at an institution; None: at the portal, which is the operator's.

    False where the plugin is off or in quarantine. Raises PermissionUnknown, which names the plugin. At most
    three queries for all that is asked about one person at one institution in a request.
    """
    if not _is_known(permission) or not gate.is_active(_slug(permission), Scope(institution)):
        return False
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return True
    return institution is not None and _holds(user, permission, institution)


def require(user: Any, permission: str, institution: UUID | None) -> None:
    """Raise PermissionDenied unless the user holds the permission there."""
    if not may(user, permission, institution):
        raise PermissionDenied


def institutions_allowing(user: Any, permission: str) -> frozenset[UUID]:
    """The institutions where the user holds the permission; the operator's are all that permit the plugin."""
    if not _is_known(permission) or not user.is_authenticated or not user.is_active:
        return frozenset()
    permitting = permitting_institutions(_slug(permission))
    if user.is_superuser:
        return permitting
    return frozenset(
        institution
        for institution in roles.given_roles(user)
        if institution in permitting and _holds(user, permission, institution)
    )


def _slug(permission: str) -> str:
    return permission.partition(".")[0]


def _is_known(permission: str) -> bool:
    """Whether it is declared; False for a plugin in quarantine, PermissionUnknown for a typo."""
    if any(entry.slug == _slug(permission) for entry in registry.quarantined):
        return False
    declaration(permission)
    return True


def _holds(user: Any, permission: str, institution: UUID) -> bool:
    given = roles.given_roles(user).get(institution, frozenset())
    held = frozenset(ROLES) if roles.ADMINISTRATOR in given else given
    decided = gate.remembered(("plugin_role_decisions", user.pk), lambda: _decided_for(user))
    if any(decided.get((institution, permission, role)) is False for role in given):
        return False
    by_default = declaration(permission).roles
    return any(decided.get((institution, permission, role), role in by_default) for role in held)


def _decided_for(user: Any) -> Decided:
    """All decisions of the institutions where the user has a role: one query."""
    rows = PluginRoleDecision.objects.filter(institution__uuid__in=list(roles.given_roles(user))).values_list(
        "institution__uuid", "plugin", "codename", "role", "allowed"
    )
    return {(uuid, f"{plugin}.{codename}", role): allowed for uuid, plugin, codename, role, allowed in rows}


def role_decisions(institution: Institution, plugin: str) -> dict[tuple[str, str], bool]:
    """What an institution decided about a plugin's permissions: {(codename, role): allowed}. One query."""
    rows = PluginRoleDecision.objects.filter(institution=institution, plugin=plugin)
    return {(row.codename, row.role): row.allowed for row in rows}


def decide_roles(
    *, institution: Institution, plugin: str, decisions: Mapping[tuple[str, str], bool | None], actor: Any
) -> bool:
    """Allow (True) or deny (False) permissions to roles, or leave them to the manifest (None).

    `decisions` are {(codename, role): decision}; what is not named stays as it is. All or nothing, with one row
    of audit; True if anything changed. Raises PluginNotLoaded, PermissionUnknown or RoleUnknown.
    """
    manifest = loaded_manifest(plugin)
    for codename, role in decisions:
        declaration(f"{manifest.slug}.{codename}")
        if role not in ROLES:
            raise RoleUnknown(role)
    with transaction.atomic():
        Institution.objects.select_for_update().get(pk=institution.pk)
        before = role_decisions(institution, plugin)
        changes = {key: decided for key, decided in decisions.items() if before.get(key) is not decided}
        for (codename, role), decided in changes.items():
            _write(institution, plugin, codename, role, decided)
        if changes:
            PluginAudit.objects.create(
                institution=institution,
                plugin=plugin,
                action="permissions",
                changes={
                    f"{codename}: {role}": [before.get((codename, role)), decided]
                    for (codename, role), decided in changes.items()
                },
                actor=actor,
            )
    gate.forget()
    return bool(changes)


def may_use(user: Any, loaded: LoadedContribution, institution: UUID | None) -> bool:
    """Whether somebody may have what a contribution offers: who holds its option `permission`; else everybody."""
    permission = loaded.contribution.options.get("permission")
    return not permission or may(user, str(permission), institution)


def _write(institution: Institution, plugin: str, codename: str, role: str, decided: bool | None) -> None:
    key: dict[str, Any] = {"institution": institution, "plugin": plugin, "codename": codename, "role": role}
    if decided is None:
        PluginRoleDecision.objects.filter(**key).delete()
    else:
        PluginRoleDecision.objects.update_or_create(**key, defaults={"allowed": decided})


__all__ = [
    "PermissionUnknown",
    "decide_roles",
    "install_permissions",
    "institutions_allowing",
    "may",
    "may_use",
    "require",
    "role_decisions",
]
