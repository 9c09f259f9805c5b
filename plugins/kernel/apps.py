from django.apps import AppConfig, apps
from django.core.signals import request_finished
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _


class KernelConfig(AppConfig):
    """Checks at start-up that every loaded plugin contributes only to points that exist."""

    name = "plugins.kernel"
    label = "plugin_kernel"
    verbose_name = _("Plugin kernel")

    def ready(self) -> None:
        """Let the core declare its extension points, then look at what plugins contribute to them."""
        from importlib import import_module

        from plugins.kernel import failures, timings
        from plugins.kernel.guarded import GuardedAppConfig, prepare
        from plugins.kernel.permissions import quarantine_undeclared
        from plugins.kernel.points import quarantine_misfits
        from plugins.kernel.registry import registry

        prepare()
        import_module("plugins.kernel.urls")
        for config in apps.get_app_configs():
            if isinstance(config, GuardedAppConfig) or config.module is None:
                continue
            if module_has_submodule(config.module, "extension_points"):
                import_module(f"{config.name}.extension_points")
        quarantine_misfits(registry)
        quarantine_undeclared(registry)
        request_finished.connect(failures.flush_after_request, dispatch_uid="plugin_failures")
        request_finished.connect(timings.flush_after_request, dispatch_uid="plugin_timings")
