from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ThreadsConfig(AppConfig):
    """Public threads: what people said, what others replied, and who supports it."""

    name = "plugins.bundled.threads"
    label = "threads"
    verbose_name = _("Threads")
