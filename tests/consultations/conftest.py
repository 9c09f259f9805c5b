"""The record by itself: no plugin is loaded, unless a test brings one."""

import itertools
import sys
import types
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import get_resolver

from plugins.kernel import failures, gate
from plugins.kernel.breaker import breaker
from plugins.kernel.discovery import Discovery, LoadedPlugin
from plugins.kernel.invoking import resolve
from plugins.kernel.manifest import Contribution, PluginManifest
from plugins.kernel.models import PluginTable
from plugins.kernel.registry import registry

_numbers = itertools.count()


@pytest.fixture(scope="session", autouse=True)
def urls_of_plugins():
    """A process collects its URLs once: with the plugins, for the tests of theirs that it may run afterwards."""
    return get_resolver().url_patterns


@pytest.fixture(autouse=True)
def no_plugins():
    """Start without plugins; the bundled ones have tests of their own."""
    with registry.using(Discovery()):
        yield
    breaker.reset_all()
    failures.forget_waiting()


@pytest.fixture
def bundled_plugins(no_plugins, settings):
    """The plugins that come with the platform, as the settings load them; remembered as in one request."""
    with registry.using(settings.PLUGIN_DISCOVERY), gate.fresh():
        yield


@pytest.fixture
def plugin():
    """Loads a plugin made of functions: `plugin({"submission.check": check})`."""

    def load(handlers: dict[str, Callable[..., Any]]) -> PluginManifest:
        # A new module name each time: the kernel remembers what a handler's name resolved to.
        name = f"kvtest_probe_{next(_numbers)}"
        module = types.ModuleType(name)
        contributions = []
        for number, (point, handler) in enumerate(handlers.items()):
            setattr(module, f"handler_{number}", handler)
            contributions.append(Contribution(point=point, handler=f"{name}:handler_{number}"))
        sys.modules[name] = module
        manifest = PluginManifest(
            slug="probe",
            version="1.0",
            requires_api=">=1",
            app=name,
            name={"en": "Probe"},
            description={"en": "For a test"},
            contributions=tuple(contributions),
        )
        registry.load(Discovery(plugins=(LoadedPlugin("probe", manifest, "kvtest 1.0"),)))
        return manifest

    yield load
    for name in [name for name in sys.modules if name.startswith("kvtest_probe_")]:
        del sys.modules[name]


@pytest.fixture
def told(plugin):
    """What a plugin hears inside the record's transactions: a list of events, filled as they come."""
    events: list[Any] = []
    plugin({"record.event": events.append})
    return events


@pytest.fixture
def contribute(monkeypatch):
    """`contribute(point, handler, …, **options)`: load a plugin "probe" with these contributions to a point."""

    def load(point, *handlers, **options):
        module = types.ModuleType("kvtest_contributions")
        monkeypatch.setitem(sys.modules, "kvtest_contributions", module)
        resolve.cache_clear()
        contributions = []
        for name, handler in zip(("first", "second", "third"), handlers, strict=False):
            setattr(module, name, handler)
            contributions.append(
                Contribution(point=point, handler=f"kvtest_contributions:{name}", options=options)
            )
        manifest = PluginManifest(
            slug="probe",
            version="1.0",
            requires_api=">=1",
            app="kvtest_contributions",
            name={"en": "Probe"},
            description={"en": "For a test"},
            contributions=tuple(contributions),
        )
        registry.load(Discovery(plugins=(LoadedPlugin("probe", manifest, "kvtest 1.0"),)))

    yield load
    resolve.cache_clear()


@pytest.fixture
def no_plugin_tables(db):
    """No plugin that is not loaded here has tables that may hold something of a person."""
    PluginTable.objects.all().delete()
