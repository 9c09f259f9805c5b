"""Off means off: every contribution of every installed plugin, switched on, forbidden, and disabled."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from consultations.activation.switching import disable_plugin, forbid_plugin, permit_plugin
from plugins.kernel.points import declared
from plugins.kernel.registry import registry
from plugins.testing.off import IN_THE_ADMIN, NAMESPACES, addresses, every_contribution, is_there, traces
from plugins.testing.surfaces import EVEN_WHERE_OFF, SURFACES
from plugins.testing.world import make_institution, make_world

# What is asked of the tables is asked on every database by each plugin's own test that off means off.
pytestmark = [pytest.mark.django_db, pytest.mark.same_on_every_database]

CONTRIBUTIONS = every_contribution()
AT_A_CONSULTATION = [
    loaded
    for loaded in CONTRIBUTIONS
    if loaded.contribution.point not in {*NAMESPACES, *EVEN_WHERE_OFF, "admin.menu"}
    and "consultation" in registry.plugin(loaded.plugin).manifest.scopes
]
PUBLIC_ADDRESSES = [loaded for loaded in CONTRIBUTIONS if loaded.contribution.point in ("site.urls", "api.routes")]


def key(loaded):
    """The name of a contribution in the test's own name."""
    return loaded.key


def test_every_point_is_looked_at_where_it_shows():
    elsewhere = {*NAMESPACES, *IN_THE_ADMIN, "admin.menu", "search.source"}
    assert {*SURFACES, *elsewhere} == set(declared())
    assert {loaded.contribution.point for loaded in CONTRIBUTIONS} == set(declared())


def test_every_plugin_that_comes_along_is_walked():
    walked = {loaded.plugin for loaded in CONTRIBUTIONS}
    assert walked == {"dummy", "moderation", "submission_search", "threads"}


@pytest.mark.parametrize("loaded", CONTRIBUTIONS, ids=key)
def test_contribution_is_there_where_its_plugin_is_on_and_gone_where_it_is_forbidden(loaded, client, operator):
    world = make_world(plugin=loaded.plugin)
    assert is_there(loaded, world, operator)
    forbid_plugin(institution=world.institution, plugin=loaded.plugin, actor=None)
    assert traces(loaded, world, client, operator) == []


@pytest.mark.parametrize("loaded", AT_A_CONSULTATION, ids=key)
def test_contribution_is_gone_in_a_consultation_that_disables_its_plugin(loaded, operator):
    world = make_world(plugin=loaded.plugin)
    assert is_there(loaded, world, operator, in_consultation=True)
    disable_plugin(consultation=world.consultation, plugin=loaded.plugin, actor=None)
    assert not is_there(loaded, world, operator, in_consultation=True)


@pytest.mark.parametrize("loaded", PUBLIC_ADDRESSES, ids=key)
def test_address_is_closed_at_an_institution_that_forbids_while_another_permits(loaded):
    permit_plugin(institution=make_institution("elsewhere"), plugin=loaded.plugin, actor=None)
    world = make_world(plugin=loaded.plugin)
    found = addresses(loaded, world)
    assert [address.path for address in found if not is_open_at(address, world.institution)] == []
    forbid_plugin(institution=world.institution, plugin=loaded.plugin, actor=None)
    assert [address.path for address in found if is_open_at(address, world.institution)] == []


def is_open_at(address, institution):
    """Whether an address is open on the host of an institution, for a visitor."""
    request = RequestFactory().get("/")
    request.institution, request.user, request.session = institution, AnonymousUser(), {}
    return address.view.is_open(request, **address.arguments)
