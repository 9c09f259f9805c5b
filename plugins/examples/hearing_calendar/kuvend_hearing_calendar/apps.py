from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HearingCalendarConfig(AppConfig):
    """The plugin as a Django app."""

    name = "kuvend_hearing_calendar"
    label = "hearing_calendar"
    verbose_name = _("Hearings")
    default_auto_field = "django.db.models.BigAutoField"
