from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """Page types, and the way from a published page into the public record."""

    name = "cms.pages"
    label = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from wagtail.models import get_page_models
        from wagtail.signals import page_published

        from cms.pages.blocks.plugins import installed
        from cms.pages.plugin_leavings import PluginPages
        from cms.pages.plugin_types import forget_half_made_types, plugin_types
        from cms.pages.record import on_page_published
        from plugins.kernel import leavings

        leavings.register(PluginPages())
        forget_half_made_types(get_page_models())
        # Here, so that a plugin with something else in their place is in quarantine before anybody asks.
        installed()
        plugin_types()
        page_published.connect(on_page_published, dispatch_uid="kuvend.record")
