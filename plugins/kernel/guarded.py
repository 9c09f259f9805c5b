"""Django's side of start-up: each plugin's app config behind a guard.

`INSTALLED_APPS` names `plugins.kernel.guarded.<slug>`, an attribute made on demand: a subclass of the
plugin's own AppConfig that turns an exception in its models or in its `ready()` into quarantine.
Without it one plugin's missing dependency would keep the whole site from starting.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig

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
            self.apps.all_models[self.label].clear()
            self.models: dict[str, Any] = {}
            self.models_module = None
            self.apps.clear_cache()

    def ready(self) -> None:
        """Run the plugin's own `ready()`, unless it is in quarantine already."""
        if not registry.is_loaded(self.plugin_slug):
            return
        try:
            super().ready()
        except (Exception, SystemExit) as error:
            registry.quarantine(self.plugin_slug, f"its ready() failed: {described(error)}")


def preflight(discovery: Discovery, core_apps: Iterable[str] = ()) -> Discovery:
    """Make every plugin's guarded app config and load the registry with those that can be made.

    Called by settings once, with the apps of the core. A plugin whose AppConfig cannot be imported, or
    whose app name or label is another's, is quarantined; what is returned leaves it out.
    """
    _configs.clear()
    labels = {name.rpartition(".")[2] for name in core_apps}
    made: dict[str, AppConfig] = {}
    for plugin in discovery.plugins:
        try:
            made[plugin.slug] = AppConfig.create(plugin.manifest.app)
        except (Exception, SystemExit) as error:
            discovery = discovery.without(
                plugin.slug, f"its app {plugin.manifest.app!r} cannot be imported: {described(error)}"
            )
    claimed = Counter(config.label for config in made.values())
    for plugin in discovery.plugins:
        config = made[plugin.slug]
        if config.label in labels or claimed[config.label] > 1:
            discovery = discovery.without(plugin.slug, f"its app label {config.label!r} is taken")
        else:
            _configs[plugin.slug] = _guarded(plugin, config)
    registry.load(discovery)
    return discovery


def _guarded(plugin: LoadedPlugin, config: AppConfig) -> type[AppConfig]:
    own = type(config)
    return type(
        f"Guarded{own.__name__}",
        (GuardedAppConfig, own),
        {"name": config.name, "label": config.label, "plugin_slug": plugin.slug, "__module__": __name__},
    )


def __getattr__(name: str) -> type[AppConfig]:
    """The guarded app config of the plugin with that slug, for `AppConfig.create`."""
    try:
        return _configs[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
