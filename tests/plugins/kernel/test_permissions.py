"""Permissions that manifests declare."""

from uuid import UUID

import pytest

from plugins.kernel import permissions
from plugins.kernel.discovery import Discovery, LoadedPlugin
from plugins.kernel.manifest import Contribution, PermissionDeclaration, PluginManifest
from plugins.kernel.permissions import PermissionUnknown, declaration, may, quarantine_undeclared
from plugins.kernel.registry import Registry, registry

RUN = PermissionDeclaration(codename="run", label={"en": "Run"}, roles=("official",))


def manifest(**fields):
    """Plugin `ant`, with the permission `ant.run`."""
    basics = {"version": "1", "requires_api": ">=1", "name": {"en": "Ant"}, "description": {"en": "Ant"}}
    return PluginManifest(slug="ant", app="kvtest_ant", permissions=(RUN,), **basics, **fields)


def of_menu(permission):
    """A menu item with a permission."""
    return Contribution(
        point="admin.menu", options={"label": {"en": "A"}, "url_name": "a", "permission": permission}
    )


@pytest.fixture
def ant():
    with registry.using(Discovery(plugins=(LoadedPlugin("ant", manifest()),))):
        yield


def test_declaration_is_what_the_manifest_says(ant):
    assert declaration("ant.run") is RUN


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("ant.runs", "plugin 'ant' declares no permission 'runs', did you mean 'run'?"),
        ("ant", "plugin 'ant' declares no permission '' (declared: run)"),
        ("bee.run", "'bee.run': no plugin 'bee' is loaded"),
    ],
)
def test_permission_that_is_not_declared_is_a_mistake_that_names_the_plugin(ant, name, message):
    with pytest.raises(PermissionUnknown) as raised:
        declaration(name)
    assert str(raised.value) == message


def test_nobody_may_anything_before_the_core_has_said_who(monkeypatch):
    monkeypatch.setattr(permissions, "_answer", None)
    assert may(object(), "ant.run", UUID(int=1)) is False


@pytest.mark.parametrize(
    ("permission", "reason"),
    [
        ("ant.runs", "plugin 'ant' declares no permission 'runs', did you mean 'run'?"),
        ("bee.run", "'bee.run' is no permission of plugin 'ant'"),
        ("run", "'run' is no permission of plugin 'ant'"),
    ],
)
def test_contribution_that_wants_a_permission_nobody_declared_quarantines_its_plugin(permission, reason):
    wanted = of_menu(permission)
    plugins = Registry(Discovery(plugins=(LoadedPlugin("ant", manifest(contributions=(wanted,))),)))
    quarantine_undeclared(plugins)
    assert [entry.reason for entry in plugins.quarantined] == [
        f"admin.menu admin.menu: {reason} ({wanted.declared_at})"
    ]


def test_contribution_that_wants_what_its_plugin_declares_stays():
    plugins = Registry(Discovery(plugins=(LoadedPlugin("ant", manifest(contributions=(of_menu("ant.run"),))),)))
    quarantine_undeclared(plugins)
    assert plugins.is_loaded("ant")
