"""Who holds a plugin's permissions: by the manifest, by what the institution decided, by the roles people have."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from cms.accounts.models import User
from cms.tenancy.models import Role
from consultations.activation.errors import RoleUnknown
from consultations.activation.permissions import decide_roles
from consultations.activation.switching import forbid_plugin
from consultations.models import PluginAudit, PluginRoleDecision
from plugins.api.roles import PermissionUnknown, institutions_allowing, may, require
from plugins.kernel import gate
from plugins.kernel.discovery import Discovery, LoadedPlugin, Quarantined
from plugins.kernel.manifest import ROLES, PermissionDeclaration, PluginManifest
from plugins.kernel.registry import registry
from tests.factories.record import InstitutionFactory
from tests.factories.staff import staff_of

pytestmark = pytest.mark.django_db

POLLS = PluginManifest(
    slug="polls",
    version="1",
    requires_api=">=1",
    app="kvtest_polls",
    name={"en": "Polls"},
    description={"en": "Polls"},
    permissions=(
        PermissionDeclaration(codename="run", label={"en": "Run polls"}, roles=("moderator",)),
        PermissionDeclaration(codename="erase", label={"en": "Erase polls"}),
    ),
)


@pytest.fixture(autouse=True)
def polls():
    """`polls` is loaded and permitted everywhere; `ruined` is in quarantine."""
    discovery = Discovery(
        plugins=(LoadedPlugin("polls", POLLS),), quarantined=(Quarantined("ruined", "ruined 1", "it broke"),)
    )
    with registry.using(discovery):
        yield


@pytest.fixture
def town(db):
    return InstitutionFactory(slug="town")


@pytest.fixture
def decide(town):
    """`decide("run", "moderator", False)`."""

    def write(codename, role, allowed, institution=None):
        return decide_roles(
            institution=institution or town, plugin="polls", decisions={(codename, role): allowed}, actor=None
        )

    return write


def with_roles(town, *roles):
    """Somebody with exactly these roles."""
    person = staff_of(town, roles[0])
    for role in roles[1:]:
        person.groups.add(*staff_of(town, role).groups.all())
    return User.objects.get(pk=person.pk)


def test_roles_a_manifest_may_name_are_those_that_people_hold():
    assert set(ROLES) == set(Role.values)


def test_permission_without_roles_is_nobodys(town):
    everybody = [staff_of(town, role) for role in Role.values]
    assert [may(person, "polls.erase", town.uuid) for person in everybody] == [False] * 5


def test_permission_is_held_by_the_roles_of_the_manifest_and_by_administrators(town):
    holders = [role for role in Role.values if may(staff_of(town, role), "polls.run", town.uuid)]
    assert holders == ["moderator", "administrator"]


def test_role_says_nothing_at_another_institution(town):
    assert may(staff_of(town, "moderator"), "polls.run", InstitutionFactory(slug="village").uuid) is False


def test_institution_allows_a_role_that_the_manifest_leaves_out(town, decide):
    decide("erase", "editor", True)
    assert may(staff_of(town, "editor"), "polls.erase", town.uuid) is True
    assert may(staff_of(town, "reviewer"), "polls.erase", town.uuid) is False


def test_decision_of_one_institution_is_not_anothers(town, decide):
    village = InstitutionFactory(slug="village")
    decide("erase", "editor", True)
    assert may(staff_of(village, "editor"), "polls.erase", village.uuid) is False


def test_denial_takes_away_what_the_manifest_gives(town, decide):
    decide("run", "moderator", False)
    assert may(staff_of(town, "moderator"), "polls.run", town.uuid) is False


def test_denial_wins_over_what_another_role_is_allowed(town, decide):
    decide("run", "editor", False)
    assert may(with_roles(town, "editor", "moderator"), "polls.run", town.uuid) is False
    assert may(with_roles(town, "moderator"), "polls.run", town.uuid) is True


def test_denial_of_a_role_binds_an_administrator_only_if_it_was_given_to_them(town, decide):
    decide("run", "official", True)
    decide("run", "moderator", False)
    assert may(with_roles(town, "administrator"), "polls.run", town.uuid) is True
    assert may(with_roles(town, "administrator", "moderator"), "polls.run", town.uuid) is False


def test_denial_of_administrators_binds_them(town, decide):
    decide("run", "administrator", False)
    assert may(with_roles(town, "administrator"), "polls.run", town.uuid) is False
    assert may(with_roles(town, "moderator"), "polls.run", town.uuid) is True


def test_operator_holds_every_permission_of_a_plugin_that_is_on(town, decide):
    decide("run", "administrator", False)
    operator = User.objects.create_superuser("operator@example.org", "password")
    assert may(operator, "polls.run", town.uuid) is True
    assert may(operator, "polls.run", None) is True
    forbid_plugin(institution=town, plugin="polls", actor=None)
    assert may(operator, "polls.run", town.uuid) is False


def test_nobody_holds_a_permission_of_a_plugin_that_is_off(town):
    forbid_plugin(institution=town, plugin="polls", actor=None)
    moderator = staff_of(town, "moderator")
    assert may(moderator, "polls.run", town.uuid) is False
    assert institutions_allowing(moderator, "polls.run") == frozenset()


def test_portal_is_the_operators_alone(town):
    assert may(staff_of(town, "administrator"), "polls.run", None) is False


def test_visitor_and_deactivated_people_hold_nothing(town):
    moderator = staff_of(town, "moderator")
    moderator.is_active = False
    assert may(AnonymousUser(), "polls.run", town.uuid) is False
    assert may(moderator, "polls.run", town.uuid) is False
    assert institutions_allowing(moderator, "polls.run") == frozenset()


def test_permission_that_is_not_declared_is_a_mistake_and_no_answer(town):
    moderator = staff_of(town, "moderator")
    for ask in (lambda name: may(moderator, name, town.uuid), lambda name: institutions_allowing(moderator, name)):
        with pytest.raises(
            PermissionUnknown, match="plugin 'polls' declares no permission 'runn', did you mean 'run'"
        ):
            ask("polls.runn")


def test_plugin_in_quarantine_grants_nothing(town):
    assert may(staff_of(town, "moderator"), "ruined.run", town.uuid) is False


def test_require_refuses_who_does_not_hold_it(town):
    require(staff_of(town, "moderator"), "polls.run", town.uuid)
    with pytest.raises(PermissionDenied):
        require(staff_of(town, "editor"), "polls.run", town.uuid)


def test_institutions_are_those_where_the_permission_is_held(town, decide):
    village, city = InstitutionFactory(slug="village"), InstitutionFactory(slug="city")
    person = with_roles(town, "moderator")
    person.groups.add(*staff_of(village, "moderator").groups.all(), *staff_of(city, "editor").groups.all())
    assert institutions_allowing(person, "polls.run") == {town.uuid, village.uuid}
    decide("run", "moderator", False, institution=village)
    assert institutions_allowing(User.objects.get(pk=person.pk), "polls.run") == {town.uuid}


def test_questions_about_one_person_cost_three_queries_however_many(town, django_assert_num_queries):
    person = with_roles(town, "moderator")
    with gate.fresh(), django_assert_num_queries(3):
        for _ in range(5):
            assert may(person, "polls.run", town.uuid) is True
            assert may(person, "polls.erase", town.uuid) is False


def test_decision_is_audited_and_taken_back(town):
    actor = staff_of(town, "administrator")
    key = ("run", "moderator")
    assert decide_roles(institution=town, plugin="polls", decisions={key: False}, actor=actor) is True
    assert decide_roles(institution=town, plugin="polls", decisions={key: False}, actor=actor) is False
    assert decide_roles(institution=town, plugin="polls", decisions={key: None}, actor=actor) is True
    assert not PluginRoleDecision.objects.exists()
    rows = PluginAudit.objects.order_by("pk").values_list("action", "changes", "actor")
    assert list(rows) == [
        ("permissions", {"run: moderator": [None, False]}, actor.pk),
        ("permissions", {"run: moderator": [False, None]}, actor.pk),
    ]


def test_decision_about_nothing_that_exists_changes_nothing(town):
    both = {("run", "moderator"): False, ("runn", "moderator"): False}
    with pytest.raises(PermissionUnknown, match="plugin 'polls' declares no permission 'runn'"):
        decide_roles(institution=town, plugin="polls", decisions=both, actor=None)
    with pytest.raises(RoleUnknown, match="mayor"):
        decide_roles(institution=town, plugin="polls", decisions={("run", "mayor"): True}, actor=None)
    assert not PluginRoleDecision.objects.exists()
