from django.apps import AppConfig


class CmsConfig(AppConfig):
    """The composition root: settings, URLs and the commands that run the site."""

    name = "cms"

    def ready(self) -> None:
        """Bring together what only meets here: the search room and the sources plugins contribute."""
        from cms.search_sources import register_search_sources

        register_search_sources()
