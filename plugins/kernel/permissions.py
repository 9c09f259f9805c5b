"""Permissions that plugins declare: which there are, and who answers whether somebody holds one.

The kernel knows neither people nor roles; the core installs the answer (`consultations.activation.permissions`).
Until then nobody may anything.
"""

import difflib
from collections.abc import Callable
from typing import Any
from uuid import UUID

from plugins.kernel.manifest import PermissionDeclaration
from plugins.kernel.registry import Registry, UnknownPlugin, registry

__all__ = ["PermissionUnknown", "declaration", "install", "may", "quarantine_undeclared"]

Answer = Callable[[Any, str, UUID | None], bool]

_answer: Answer | None = None


class PermissionUnknown(LookupError):
    """No loaded plugin declares that permission: a mistake in code, not a refusal."""


def install(answer: Answer) -> None:
    """Set what is asked: a function from a user, `slug.codename` and an institution to yes or no."""
    global _answer
    _answer = answer


def may(user: Any, permission: str, institution: UUID | None) -> bool:
    """Whether the user holds `slug.codename` at an institution; None asks for the operator's portal.

    Raises PermissionUnknown.
    """
    return _answer is not None and _answer(user, permission, institution)


def declaration(permission: str) -> PermissionDeclaration:
    """What a loaded plugin's manifest says of `slug.codename`. Raises PermissionUnknown, which names both."""
    slug, _dot, codename = permission.partition(".")
    try:
        manifest = registry.plugin(slug).manifest
    except UnknownPlugin as error:
        raise PermissionUnknown(f"{permission!r}: {error}") from error
    return _declared_by(slug, manifest.permissions, codename)


def _declared_by(
    slug: str, permissions: tuple[PermissionDeclaration, ...], codename: str
) -> PermissionDeclaration:
    by_name = {declared.codename: declared for declared in permissions}
    if codename in by_name:
        return by_name[codename]
    close = difflib.get_close_matches(codename, by_name, n=1)
    known = ", ".join(sorted(by_name)) or "none"
    hint = f", did you mean {close[0]!r}?" if close else f" (declared: {known})"
    raise PermissionUnknown(f"plugin {slug!r} declares no permission {codename!r}{hint}")


def quarantine_undeclared(plugins: Registry) -> None:
    """Quarantine each plugin with a contribution whose `permission` option is not one that it declares."""
    for plugin in plugins.plugins:
        for contribution in plugin.manifest.contributions:
            wanted = contribution.options.get("permission")
            if not wanted:
                continue
            slug, _dot, codename = str(wanted).partition(".")
            try:
                if slug != plugin.slug:
                    raise PermissionUnknown(f"{wanted!r} is no permission of plugin {plugin.slug!r}")
                _declared_by(slug, plugin.manifest.permissions, codename)
            except PermissionUnknown as error:
                where = f" ({contribution.declared_at})" if contribution.declared_at else ""
                plugins.quarantine(plugin.slug, f"{contribution.point} {contribution.name}: {error}{where}")
                break
