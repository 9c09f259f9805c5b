"""Django's side of start-up: each plugin's app config behind a guard.

`INSTALLED_APPS` names `plugins.kernel.guarded.<slug>`, an attribute made on demand: a subclass of the
plugin's own AppConfig that turns an exception in its models or in its `ready()` into quarantine.
Without it one plugin's missing dependency would keep the whole site from starting.
"""

import sys
import types
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings

from plugins.kernel.discovery import Discovery, LoadedPlugin
from plugins.kernel.locating import described
from plugins.kernel.registry import registry

_configs: dict[str, type[AppConfig]] = {}


class GuardedAppConfig(AppConfig):
    """Mixed in before a plugin's own AppConfig."""

    plugin_slug: str

    def import_models(self) -> None:
        """Import the plugin's models; on failure forget those that were half made and quarantine it."""
        try:
            super().import_models()
        except (Exception, SystemExit) as error:
            registry.quarantine(self.plugin_slug, f"its models cannot be imported: {described(error)}")
            apps.all_models[self.label].clear()
            self.models: dict[str, Any] = {}
            self.models_module = None
            apps.clear_cache()

    def ready(self) -> None:
        """Run the plugin's own `ready()`, unless it is in quarantine already."""
        if not registry.is_loaded(self.plugin_slug):
            return
        try:
            super().ready()
        except (Exception, SystemExit) as error:
            registry.quarantine(self.plugin_slug, f"its ready() failed: {described(error)}")


class AbsentAppConfig(AppConfig):
    """Stands in INSTALLED_APPS for a plugin whose app cannot be imported: no models, templates or files."""

    path = str(Path(__file__).parent / "absent")


@cache
def prepare() -> None:
    """Load the registry from the settings' PLUGIN_DISCOVERY, and make every plugin's app config, once.

    Runs when Django has its settings and begins to populate its apps; not before, because app modules may
    read settings. A plugin whose AppConfig cannot be imported, or whose label is another app's, is
    quarantined.
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
    claimed = Counter(config.label for config in made.values()) + Counter(_core_labels(discovery))
    for plugin in discovery.plugins:
        config = made.get(plugin.slug)
        if config is not None and claimed[config.label] > 1:
            registry.quarantine(plugin.slug, f"its app label {config.label!r} is taken")
            config = None
        _configs[plugin.slug] = _guarded(plugin, config) if config else _absent(plugin)


def _core_labels(discovery: Discovery) -> list[str]:
    return [
        AppConfig.create(entry).label for entry in settings.INSTALLED_APPS if entry not in discovery.installed_apps
    ]


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
