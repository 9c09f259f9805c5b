"""People who work for an institution."""

from django.contrib.auth.models import Group, Permission

from cms.accounts.models import User
from cms.tenancy.models import InstitutionGroup, InstitutionProfile
from consultations.models import Institution
from tests.factories.record import UserFactory


def staff_of(institution: Institution, role: str) -> User:
    """Somebody who holds the role in the institution and may enter the admin."""
    profile, _ = InstitutionProfile.objects.get_or_create(institution=institution)
    group, made = Group.objects.get_or_create(name=f"{institution.slug}: {role}")
    if made:
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        InstitutionGroup.objects.create(profile=profile, role=role, group=group)
    user: User = UserFactory(first_name="Mira", last_name=f"of {institution.slug}")
    user.groups.add(group)
    return user
