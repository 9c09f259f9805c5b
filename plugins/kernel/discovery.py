"""Finding the installed plugins by their entry points, before Django starts.

Nothing here imports Django, and nothing a plugin does here can keep the site from starting: whatever is
wrong with one becomes a `Quarantined` with its reason.
"""

import importlib
import importlib.metadata
import importlib.util
import sys
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

from packaging.specifiers import SpecifierSet

from plugins.kernel.locating import described
from plugins.kernel.manifest import PluginManifest
from plugins.kernel.requirements import unmet
from plugins.kernel.version import API_VERSION

ENTRY_POINT_GROUP = "kuvend.plugins"


@dataclass(frozen=True)
class LoadedPlugin:
    """A plugin whose manifest was read and found good. `distribution` is "name version" of its package."""

    slug: str
    manifest: PluginManifest
    distribution: str = ""


@dataclass(frozen=True)
class Quarantined:
    """A plugin that is installed and not used, and why. The reason is for operators, in English."""

    slug: str
    distribution: str
    reason: str


@dataclass(frozen=True)
class Discovery:
    """What was found: plugins to load, plugins in quarantine, and names the operator did not allow."""

    plugins: tuple[LoadedPlugin, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    not_allowed: tuple[str, ...] = ()

    @property
    def installed_apps(self) -> list[str]:
        """What settings add to INSTALLED_APPS: each plugin's app behind the kernel's guard (guarded.py)."""
        return [f"plugins.kernel.guarded.{plugin.slug}" for plugin in self.plugins]

    def without(self, slug: str, reason: str) -> "Discovery":
        """The same discovery with one plugin moved into quarantine."""
        moved = [plugin for plugin in self.plugins if plugin.slug == slug]
        return replace(
            self,
            plugins=tuple(plugin for plugin in self.plugins if plugin.slug != slug),
            quarantined=self.quarantined
            + tuple(Quarantined(plugin.slug, plugin.distribution, reason) for plugin in moved),
        )


def discover(allow: Collection[str] | None = None) -> Discovery:
    """Every installed plugin, loaded or quarantined, in the order of their slugs.

    `allow` is the operator's list of slugs; None allows all. The code of a plugin that is not allowed is
    never imported. An allowed name that is not installed is reported, so that a typo is not silence.
    """
    found = sorted(
        importlib.metadata.entry_points(group=ENTRY_POINT_GROUP), key=lambda entry: (entry.name, entry.value)
    )
    names = Counter(entry.name for entry in found)
    allowed = [entry for entry in found if allow is None or entry.name in allow]
    plugins: list[LoadedPlugin] = []
    quarantined: list[Quarantined] = []
    for entry in allowed:
        result = _clash(entry, found) if names[entry.name] > 1 else _load(entry)
        (plugins if isinstance(result, LoadedPlugin) else quarantined).append(result)  # type: ignore[arg-type]
    for name in sorted(set(allow or ()) - set(names)):
        quarantined.append(Quarantined(name, "", "allowed by the operator, but no installed package offers it"))
    discovery = Discovery(
        plugins=tuple(plugins),
        quarantined=tuple(quarantined),
        not_allowed=tuple(sorted(set(names) - {entry.name for entry in allowed})),
    )
    return _without_shared_apps(discovery)


def _distribution(entry: importlib.metadata.EntryPoint) -> str:
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else ""


def _clash(entry: importlib.metadata.EntryPoint, found: Collection[importlib.metadata.EntryPoint]) -> Quarantined:
    """Which of two claimants is meant cannot be known, so neither is loaded."""
    claimants = ", ".join(
        sorted(_distribution(other) or other.value for other in found if other.name == entry.name)
    )
    reason = f"the slug {entry.name!r} is claimed by more than one package: {claimants}. Uninstall all but one"
    return Quarantined(entry.name, _distribution(entry), reason)


def _load(entry: importlib.metadata.EntryPoint) -> LoadedPlugin | Quarantined:
    distribution = _distribution(entry)
    missing = unmet(entry.dist.name) if entry.dist else ""
    if missing:
        return Quarantined(entry.name, distribution, f"its package needs {missing}. Install what it needs")
    try:
        manifest = entry.load()
    except (Exception, SystemExit) as error:
        reason = f"its manifest cannot be read: {described(error)}"
        if isinstance(error, AttributeError) and entry.module in sys.modules:
            reason = f"its manifest cannot be read: {error} (entry point {entry.name} = {entry.value})"
        return Quarantined(entry.name, distribution, reason)
    reason = _objection(entry, manifest)
    if reason:
        return Quarantined(entry.name, distribution, reason)
    return LoadedPlugin(manifest.slug, manifest, distribution)


def _objection(entry: importlib.metadata.EntryPoint, manifest: object) -> str:
    """Why this manifest may not be loaded; empty if it may."""
    if not isinstance(manifest, PluginManifest):
        return f"{entry.value} is a {type(manifest).__name__}, not a PluginManifest"
    if manifest.slug != entry.name:
        return f"its slug {manifest.slug!r} differs from its entry point's name {entry.name!r}"
    if not SpecifierSet(manifest.requires_api).contains(API_VERSION, prereleases=True):
        where = f" ({manifest.declared_at})" if manifest.declared_at else ""
        return f"it requires plugin API {manifest.requires_api}, this is {API_VERSION}{where}"
    try:
        if importlib.util.find_spec(manifest.app) is None:
            return f"its app {manifest.app!r} does not exist"
    except (Exception, SystemExit) as error:
        return f"its app {manifest.app!r} cannot be found: {described(error)}"
    return ""


def _without_shared_apps(discovery: Discovery) -> Discovery:
    claimants: dict[str, list[str]] = {}
    for plugin in discovery.plugins:
        claimants.setdefault(plugin.manifest.app, []).append(plugin.slug)
    for app, slugs in claimants.items():
        if len(slugs) > 1:
            reason = f"its app {app!r} is claimed by more than one plugin: {', '.join(slugs)}"
            for slug in slugs:
                discovery = discovery.without(slug, reason)
    return discovery
