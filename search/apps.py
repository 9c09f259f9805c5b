from django.apps import AppConfig
from django.core.checks import register

from search.checks import lexicons_are_compiled


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = "Search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let `manage.py check` look at what was built."""
        register(lexicons_are_compiled)
