"""The people that plugins' tests are given: each may what their role may, where they hold it, and nowhere else."""

import pytest

from consultations.roles import MODERATOR, OFFICIAL, has_role
from plugins.testing.people import STAFF_ROLES, make_citizen, make_staff
from plugins.testing.world import make_institution

pytestmark = pytest.mark.django_db


def test_staff_hold_their_role_at_their_institution_alone():
    ours, theirs = make_institution("ours"), make_institution("theirs")
    moderating, official = make_staff(ours, "moderator"), make_staff(theirs, "official")
    assert has_role(moderating, ours.uuid, MODERATOR)
    assert not has_role(moderating, ours.uuid, OFFICIAL)
    assert not has_role(moderating, theirs.uuid, MODERATOR)
    assert has_role(official, theirs.uuid, OFFICIAL)
    assert not has_role(make_citizen(), ours.uuid, MODERATOR)


def test_two_people_hold_the_same_role():
    ours = make_institution("ours")
    first = make_staff(ours, "moderator")
    second = make_citizen("second@example.org")
    second.groups.set(first.groups.all())
    assert has_role(second, ours.uuid, MODERATOR)


def test_every_role_may_enter_the_admin_and_nobody_else(
    visitor,
    citizen,
    moderator,
    official,
    editor,
    administrator,
    operator_client,
):
    entered = [moderator, official, editor, administrator, operator_client]
    assert [client.get("/admin/").status_code for client in entered] == [200] * 5
    assert [client.get("/admin/").status_code for client in (visitor, citizen)] == [302, 302]


def test_all_roles_of_the_platform_can_be_given():
    from cms.tenancy.models import Role

    assert set(STAFF_ROLES) == set(Role.values)


def test_second_institution_has_a_world_of_its_own(institution, second_world, second_institution):
    assert second_institution == second_world.institution != institution
    assert second_world.consultation.institution == second_institution
