from django.apps import AppConfig


class CmsConfig(AppConfig):
    """The composition root: settings, URLs and the commands that run the site."""

    name = "cms"
