"""In which places a person works, as the plugins' gate asks for the admin."""

from typing import Any

from django.http import HttpRequest

from cms.tenancy.roles import Role, has_role, institutions_of
from consultations.models import Institution
from plugins.kernel import gate
from plugins.kernel.scope import PORTAL, Scope


def admin_scopes(request: HttpRequest) -> tuple[Scope, ...]:
    """The institutions where the person holds any role; for the operator the portal: on somewhere is enough."""
    user = request.user
    if user.is_superuser:
        return (PORTAL,)
    return gate.remembered(("admin_scopes", user.pk), lambda: _scopes_of(user))


def _scopes_of(user: Any) -> tuple[Scope, ...]:
    uuids = Institution.objects.filter(pk__in=institutions_of(user)).values_list("uuid", flat=True)
    return tuple(Scope(uuid) for uuid in uuids)


def administered(user: Any) -> list[Institution]:
    """The institutions whose plugins the person administers, by slug."""
    return list(Institution.objects.filter(pk__in=institutions_of(user, Role.ADMINISTRATOR)))


def administers(user: Any, institution: Institution) -> bool:
    """Whether the person administers this institution's plugins."""
    return has_role(user, institution, Role.ADMINISTRATOR)
