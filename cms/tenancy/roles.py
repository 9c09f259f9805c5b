"""Who may do what for which institution. Superusers are the operator: they hold every role everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.tenancy.models import InstitutionGroup, InstitutionProfile, Role
from consultations.models import Institution

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

__all__ = [
    "Role",
    "forget_roles",
    "given_roles",
    "has_role",
    "institution_uuids_with",
    "institutions_of",
    "people_of",
    "roles_of",
]

_CACHE = "_kuvend_roles"


def roles_of(user: Any) -> dict[int, frozenset[str]]:
    """The roles the user holds: {primary key of the institution: roles}. One query for each user object.

    An administrator holds every role of the institution. Superusers are not listed: ask `has_role`.
    """
    held: dict[int, frozenset[str]] = {}
    for institution_id, _uuid, role in _rows_of(user):
        brought = frozenset(Role.values) if role == Role.ADMINISTRATOR else frozenset({role})
        held[institution_id] = held.get(institution_id, frozenset()) | brought
    return held


def given_roles(user: Any) -> dict[UUID, frozenset[str]]:
    """The roles the user was given: {uuid of the institution: roles}. Asks nothing that `roles_of` has not."""
    given: dict[UUID, frozenset[str]] = {}
    for _institution_id, uuid, role in _rows_of(user):
        given[uuid] = given.get(uuid, frozenset()) | {role}
    return given


def _rows_of(user: Any) -> list[tuple[int, UUID, str]]:
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    found: list[tuple[int, UUID, str]] | None = getattr(user, _CACHE, None)
    if found is None:
        groups = InstitutionGroup.objects.filter(group__user=user)
        found = list(groups.values_list("profile__institution_id", "profile__institution__uuid", "role"))
        setattr(user, _CACHE, found)
    return found


def forget_roles(user: Any) -> None:
    """Drop what `roles_of` remembers on this user object, after its groups have changed."""
    if hasattr(user, _CACHE):
        delattr(user, _CACHE)


def institutions_of(user: Any, *roles: str) -> frozenset[int]:
    """Primary keys of the institutions where the user holds any of `roles` (no roles given: any role at all)."""
    if getattr(user, "is_superuser", False) and user.is_active:
        return frozenset(Institution.objects.values_list("pk", flat=True))
    wanted = frozenset(roles or Role.values)
    return frozenset(pk for pk, held in roles_of(user).items() if held & wanted)


def has_role(user: Any, institution: Institution | int, *roles: str) -> bool:
    """Whether the user holds any of `roles` in the institution (given as object or primary key)."""
    if getattr(user, "is_superuser", False) and user.is_active:
        return True
    pk = institution.pk if isinstance(institution, Institution) else institution
    return bool(roles_of(user).get(pk, frozenset()) & frozenset(roles or Role.values))


def institution_uuids_with(user: Any, role: str) -> frozenset[UUID]:
    """The uuids of the institutions where the user holds the role: what `consultations.roles` asks."""
    return frozenset(Institution.objects.filter(pk__in=institutions_of(user, role)).values_list("uuid", flat=True))


def people_of(institution_ids: Iterable[int]) -> Any:
    """A queryset of users who hold a role in any of the institutions."""
    from django.contrib.auth import get_user_model

    profiles = InstitutionProfile.objects.filter(institution_id__in=list(institution_ids))
    return get_user_model().objects.filter(groups__institution_group__profile__in=profiles).distinct()
