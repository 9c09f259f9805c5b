import os

from django.apps import AppConfig


class BrokenConfig(AppConfig):
    """The plugin as a Django app."""

    name = "kuvend_broken"
    label = "broken"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fail, if the environment says so."""
        if os.environ.get("KUVEND_BROKEN") == "ready":
            raise RuntimeError("told to fail when ready")
