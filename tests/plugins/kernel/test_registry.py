import pytest

from plugins.kernel.discovery import Discovery, LoadedPlugin
from plugins.kernel.manifest import Contribution
from plugins.kernel.registry import Registry, UnknownPlugin


@pytest.fixture
def registry(manifest_of):
    """Two plugins, given in the wrong order, the second with two contributions to one point."""
    bee = manifest_of(
        "bee",
        Contribution(point="home.page", handler="bee.slots:second"),
        Contribution(point="home.page", handler="bee.slots:first"),
        Contribution(point="site.urls", handler="bee.urls:urlpatterns"),
    )
    ant = manifest_of("ant", Contribution(point="home.page", handler="ant.slots:home"))
    return Registry(Discovery(plugins=tuple(LoadedPlugin(made.slug, made) for made in (bee, ant))))


def test_registry_orders_contributions_by_slug_then_as_declared(registry):
    keys = [loaded.key for loaded in registry.contributions("home.page")]
    assert keys == ["ant/home.page/home", "bee/home.page/second", "bee/home.page/first"]


def test_registry_knows_no_contribution_to_an_unknown_point(registry):
    assert registry.contributions("home.pgae") == ()
    assert registry.points() == {"home.page", "site.urls"}


def test_registry_quarantine_takes_a_plugin_out_with_all_its_contributions(registry):
    registry.quarantine("bee", "it misbehaved")
    assert [plugin.slug for plugin in registry.plugins] == ["ant"]
    assert [(entry.slug, entry.reason) for entry in registry.quarantined] == [("bee", "it misbehaved")]
    assert [loaded.plugin for loaded in registry.contributions("home.page")] == ["ant"]
    assert registry.is_loaded("bee") is False
    with pytest.raises(UnknownPlugin, match="no plugin 'bee' is loaded"):
        registry.plugin("bee")


def test_registry_quarantine_of_an_unknown_slug_changes_nothing(registry):
    registry.quarantine("cat", "never heard of it")
    assert registry.quarantined == ()
    assert len(registry.plugins) == 2


def test_registry_using_another_discovery_puts_the_former_back(registry):
    with registry.using(Discovery()):
        assert registry.plugins == ()
    assert [plugin.slug for plugin in registry.plugins] == ["ant", "bee"]
