"""Plugins made for one test: packages written to a folder, or manifests loaded without any package."""

import importlib
import sys

import pytest

from plugins.kernel import gate, permissions
from plugins.kernel.breaker import breaker
from plugins.kernel.discovery import Discovery, LoadedPlugin
from plugins.kernel.invoking import resolve
from plugins.kernel.manifest import Contribution, PluginManifest
from plugins.kernel.registry import registry
from plugins.testing.packages import write_distribution

MANIFEST = """
from plugins.api.manifest import Contribution, PluginManifest
MANIFEST = PluginManifest(
    slug={slug!r}, version="1.0", requires_api={requires_api!r}, app={app!r},
    name={{"en": "A plugin"}}, description={{"en": "For a test"}},
)
"""


class Installer:
    """Writes plugin packages and their metadata into a folder that is on the path."""

    def __init__(self, folder):
        self.folder = folder

    def module(self, path, source):
        """Write one module; its packages get their `__init__.py`."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        for parent in list(file.relative_to(self.folder).parents)[:-1]:
            (self.folder / parent / "__init__.py").touch()
        file.write_text(source, encoding="utf-8")
        importlib.invalidate_caches()

    def plugin(self, slug, *, package=None, app=None, requires_api=">=1,<2", manifest=MANIFEST, dist=None):
        """An installed plugin whose manifest is made from the template."""
        package = package or f"kvtest_{slug}"
        source = manifest.format(slug=slug, requires_api=requires_api, app=app or package)
        self.module(f"{package}/manifest.py", source)
        write_distribution(self.folder, dist or package, "2.5", {slug: f"{package}.manifest:MANIFEST"})
        return package


@pytest.fixture
def install(tmp_path, monkeypatch):
    """An `Installer`; what it installed is forgotten after the test."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    yield Installer(tmp_path)
    for name in set(sys.modules) - before:
        if name.startswith("kvtest_"):
            del sys.modules[name]


@pytest.fixture
def manifest_of():
    """Makes a manifest: `manifest_of(slug, contribution or (point, handler), ..., field=value)`."""

    def make(slug, *contributions, **fields):
        made = tuple(
            entry if isinstance(entry, Contribution) else Contribution(point=entry[0], handler=entry[1])
            for entry in contributions
        )
        given = {
            "slug": slug,
            "version": "1.0",
            "requires_api": ">=1",
            "app": f"kvtest_{slug}",
            "name": {"en": slug},
            "description": {"en": slug},
            "contributions": made,
        }
        return PluginManifest(**given | fields)

    return make


@pytest.fixture
def loaded():
    """Load manifests into the registry for this test: `loaded(manifest, ...)`."""
    former = registry._discovery

    def load(*manifests):
        registry.load(Discovery(plugins=tuple(LoadedPlugin(manifest.slug, manifest) for manifest in manifests)))
        return registry

    yield load
    registry.load(former)


@pytest.fixture
def everywhere(monkeypatch):
    """The gate lets every loaded plugin through, in every place."""
    monkeypatch.setattr(gate, "_activation", lambda scope: [plugin.slug for plugin in registry.plugins])


@pytest.fixture(autouse=True)
def unbroken():
    """Every test begins and ends with closed breakers and nothing resolved."""
    breaker.reset_all()
    resolve.cache_clear()
    yield
    breaker.reset_all()
    resolve.cache_clear()


@pytest.fixture
def held_permissions(monkeypatch):
    """Whoever asks holds what their `held` has: pairs of permission and institution."""
    monkeypatch.setattr(permissions, "_answer", lambda user, name, institution: (name, institution) in user.held)
