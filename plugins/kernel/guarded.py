"""Django's side of start-up: each plugin's app config behind a guard.

`INSTALLED_APPS` names `plugins.kernel.guarded.<slug>`, an attribute made on demand: a subclass of the
plugin's own AppConfig that turns an exception in its models or in its `ready()` into quarantine.
Without it one plugin's missing dependency would keep the whole site from starting.
"""

import sys
import types
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings

from plugins.kernel import clashes
from plugins.kernel.discovery import Discovery, LoadedPlugin
from plugins.kernel.intact import ForeignModelsChanged, import_apart
from plugins.kernel.locating import described
from plugins.kernel.registry import registry

_configs: dict[str, type[AppConfig]] = {}


class GuardedAppConfig(AppConfig):
    """Mixed in before a plugin's own AppConfig."""

    plugin_slug: str

    def import_models(self) -> None:
        """Import the plugin's models; on failure forget those that were half made and quarantine it."""
        _import_core_models()
        try:
            import_apart(self.name, self.label, super().import_models)
        except ForeignModelsChanged as error:
            registry.quarantine(self.plugin_slug, f"models: {error}")
        except (Exception, SystemExit) as error:
            registry.quarantine(self.plugin_slug, f"its models cannot be imported: {described(error)}")
        if not registry.is_loaded(self.plugin_slug):
            apps.all_models[self.label].clear()
            self.models: dict[str, Any] = {}
            self.models_module = None
            apps.clear_cache()

    def ready(self) -> None:
        """Run the plugin's own `ready()`, unless it is in quarantine already."""
        if not registry.is_loaded(self.plugin_slug):
            return
        try:
            import_apart(self.name, self.label, super().ready)
        except ForeignModelsChanged as error:
            registry.quarantine(self.plugin_slug, f"ready(): {error}")
        except (Exception, SystemExit) as error:
            registry.quarantine(self.plugin_slug, f"its ready() failed: {described(error)}")


class AbsentAppConfig(AppConfig):
    """Stands in INSTALLED_APPS for a plugin whose app cannot be imported: no models, templates or files."""

    path = str(Path(__file__).parent / "absent")


@cache
def prepare() -> None:
    """Load the registry from the settings' PLUGIN_DISCOVERY, and make every plugin's app config, once.

    Runs when Django has its settings and begins to populate its apps; not before, because app modules may
    read settings. A plugin whose AppConfig cannot be imported, whose label is another app's, or whose files
    stand before somebody else's, is quarantined.
    """
    discovery: Discovery = settings.PLUGIN_DISCOVERY
    registry.load(discovery)
    made: dict[str, AppConfig] = {}
    for plugin in discovery.plugins:
        try:
            made[plugin.slug] = AppConfig.create(plugin.manifest.app)
        except (Exception, SystemExit) as error:
            reason = f"its app {plugin.manifest.app!r} cannot be imported: {described(error)}"
            registry.quarantine(plugin.slug, reason)
    core = [AppConfig.create(entry) for entry in settings.INSTALLED_APPS if entry not in discovery.installed_apps]
    _quarantine_labels(made, core)
    _quarantine_files(made, core)
    for plugin in discovery.plugins:
        config = made.get(plugin.slug) if registry.is_loaded(plugin.slug) else None
        _configs[plugin.slug] = _guarded(plugin, config) if config else _absent(plugin)


def _quarantine_labels(made: dict[str, AppConfig], core: list[AppConfig]) -> None:
    """Two apps of one label: which is meant cannot be known, so no plugin of them is used."""
    claimants: dict[str, list[str]] = {}
    for slug, config in made.items():
        claimants.setdefault(config.label, []).append(f"plugin {slug}")
    for config in core:
        claimants.setdefault(config.label, []).append(config.name)
    for slug, config in made.items():
        others = [name for name in claimants[config.label] if name != f"plugin {slug}"]
        if others:
            mend = "set another `label` in its AppConfig"
            registry.quarantine(slug, f"its app label {config.label!r} is taken by {', '.join(others)}: {mend}")


def _quarantine_files(made: dict[str, AppConfig], core: list[AppConfig]) -> None:
    """Plugins whose templates, static files, tag libraries or commands stand before somebody else's."""
    configs = {slug: config for slug, config in made.items() if registry.is_loaded(slug)}
    own = {slug: _own_names(slug, config) for slug, config in configs.items()}
    owners = {name: slug for slug, names in own.items() for name in names}
    site = clashes.site_of([Path(config.path) for config in core], owners)
    bags = {slug: clashes.baggage(Path(config.path)) for slug, config in configs.items()}
    for slug, bag in bags.items():
        reason = clashes.objection(bag, slug, own[slug], site)
        if reason:
            registry.quarantine(slug, reason)
    for slug, reason in clashes.shared({slug: bags[slug] for slug in bags if registry.is_loaded(slug)}).items():
        registry.quarantine(slug, reason)


def _own_names(slug: str, config: AppConfig) -> frozenset[str]:
    return frozenset({slug, config.label, config.name.rpartition(".")[2]})


@cache
def _import_core_models() -> None:
    """The site's own models come first, so that it shows what a plugin's do to them."""
    for config in apps.get_app_configs():
        if not isinstance(config, GuardedAppConfig):
            config.import_models()


def _absent(plugin: LoadedPlugin) -> type[AppConfig]:
    name = f"{__name__}.absent_{plugin.slug}"
    sys.modules[name] = types.ModuleType(name)
    return type("Absent", (AbsentAppConfig,), {"name": name, "label": f"absent_{plugin.slug}"})


def _guarded(plugin: LoadedPlugin, config: AppConfig) -> type[AppConfig]:
    own = type(config)
    return type(
        f"Guarded{own.__name__}",
        (GuardedAppConfig, own),
        {"name": config.name, "label": config.label, "plugin_slug": plugin.slug, "__module__": __name__},
    )


def __getattr__(name: str) -> type[AppConfig]:
    """The guarded app config of the plugin with that slug, for `AppConfig.create`."""
    if name.startswith("__"):
        raise AttributeError(name)
    prepare()
    try:
        return _configs[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
