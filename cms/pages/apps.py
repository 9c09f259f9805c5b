from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """Page types, and the way from a published page into the public record."""

    name = "cms.pages"
    label = "pages"
    verbose_name = _("Pages")
