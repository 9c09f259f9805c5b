from uuid import uuid4

import pytest

from consultations.activation.errors import PluginNotLoaded, SettingsRefused
from consultations.activation.settings import change_plugin_settings, plugin_settings
from consultations.models import PluginAudit, PluginPermission
from plugins.kernel import gate
from plugins.kernel.scope import Scope
from tests.factories.record import InstitutionFactory, UserFactory

pytestmark = pytest.mark.django_db

DEFAULTS = {"live": True, "limit": 10, "mode": "pre"}


def test_settings_are_the_manifests_defaults_until_changed():
    assert plugin_settings("polls", InstitutionFactory().uuid) == DEFAULTS
    assert plugin_settings("polls", None) == DEFAULTS
    assert plugin_settings("polls", uuid4()) == DEFAULTS
    assert plugin_settings("shy", None) == {}


def test_changed_settings_are_read_back_at_that_institution_only():
    here, there, actor = InstitutionFactory(), InstitutionFactory(), UserFactory()
    with gate.fresh():
        plugin_settings("polls", here.uuid)
        changed = change_plugin_settings(
            institution=here, plugin="polls", values={"limit": 50, "live": True}, actor=actor
        )
        assert changed == DEFAULTS | {"limit": 50}
        assert plugin_settings("polls", here.uuid) == DEFAULTS | {"limit": 50}
    assert plugin_settings("polls", there.uuid) == DEFAULTS
    row = PluginAudit.objects.get()
    assert (row.action, row.changes, row.actor) == ("settings", {"limit": [10, 50]}, actor)


def test_changing_settings_decides_nothing_about_permission():
    institution = InstitutionFactory()
    change_plugin_settings(institution=institution, plugin="polls", values={"limit": 5}, actor=None)
    assert PluginPermission.objects.get().permitted is None
    assert gate.is_active("polls", Scope(institution.uuid)) is True


def test_settings_that_do_not_validate_are_refused_together_and_none_is_stored():
    institution = InstitutionFactory()
    with pytest.raises(SettingsRefused) as refused:
        change_plugin_settings(
            institution=institution,
            plugin="polls",
            values={"limit": 51, "mode": "never", "live": False, "colour": "red"},
            actor=None,
        )
    assert refused.value.errors == {
        "limit": "51 is above 50",
        "mode": "'never' is not one of its choices",
        "colour": "plugin 'polls' has no such setting",
    }
    assert PluginPermission.objects.count() == PluginAudit.objects.count() == 0


def test_stored_value_that_the_plugin_no_longer_takes_counts_as_its_default():
    institution = InstitutionFactory()
    PluginPermission.objects.create(
        institution=institution, plugin="polls", settings={"limit": 500, "mode": "post", "gone": 1}
    )
    assert plugin_settings("polls", institution.uuid) == DEFAULTS | {"mode": "post"}


def test_settings_come_with_the_gates_own_query(django_assert_num_queries):
    institution = InstitutionFactory()
    with gate.fresh(), django_assert_num_queries(1):
        gate.is_active("polls", Scope(institution.uuid))
        plugin_settings("polls", institution.uuid)


def test_settings_of_a_plugin_that_is_not_loaded_cannot_be_asked_for():
    with pytest.raises(PluginNotLoaded):
        plugin_settings("pols", None)
