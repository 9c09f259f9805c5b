"""Plugins with several contributions to one point."""

import sys
import types

import pytest

from plugins.kernel.discovery import Discovery, LoadedPlugin
from plugins.kernel.invoking import resolve
from plugins.kernel.manifest import Contribution, PluginManifest
from plugins.kernel.registry import registry

NAMES = ("first", "second", "third")


@pytest.fixture
def contribute(monkeypatch):
    """`contribute(point, handler, …, **options)`: load a plugin "probe" with these contributions to a point."""

    def load(point, *handlers, **options):
        module = types.ModuleType("kvtest_outputs")
        monkeypatch.setitem(sys.modules, "kvtest_outputs", module)
        resolve.cache_clear()
        contributions = []
        for name, handler in zip(NAMES, handlers, strict=False):
            setattr(module, name, handler)
            contributions.append(Contribution(point=point, handler=f"kvtest_outputs:{name}", options=options))
        manifest = PluginManifest(
            slug="probe",
            version="1.0",
            requires_api=">=1",
            app="kvtest_outputs",
            name={"en": "Probe"},
            description={"en": "For a test"},
            contributions=tuple(contributions),
        )
        registry.load(Discovery(plugins=(LoadedPlugin("probe", manifest, "kvtest 1.0"),)))

    yield load
    resolve.cache_clear()


@pytest.fixture
def channels(contribute):
    """Load a plugin with these functions as channels."""
    return lambda *handlers: contribute("notification.channel", *handlers)
