"""Gives somebody a role in an institution."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from cms.tenancy.models import InstitutionGroup, InstitutionProfile
from cms.tenancy.roles import forget_roles
from consultations.models import Institution


@transaction.atomic
def appoint(*, institution: Institution, user: Any, role: str) -> None:
    """Put the user into the institution's group for the role, and let them enter the admin.

    A group that is missing is made, without permissions on pages: those are `grant_roles`' to give.
    """
    profile, _ = InstitutionProfile.objects.get_or_create(institution=institution)
    held = InstitutionGroup.objects.filter(profile=profile, role=role).select_related("group").first()
    if held is None:
        group = Group.objects.create(name=f"{institution.slug}: {role}")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        held = InstitutionGroup.objects.create(profile=profile, role=role, group=group)
    user.groups.add(held.group)
    forget_roles(user)
