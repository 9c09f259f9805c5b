from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    """Keeping threads civil, publicly and accountably."""

    name = "plugins.bundled.moderation"
    label = "moderation"
    verbose_name = _("Moderation")
