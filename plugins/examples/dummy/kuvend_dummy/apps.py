from django.apps import AppConfig


class DummyConfig(AppConfig):
    """The plugin as a Django app."""

    name = "kuvend_dummy"
    label = "dummy"
    default_auto_field = "django.db.models.BigAutoField"
