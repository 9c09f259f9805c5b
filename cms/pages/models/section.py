from django.utils.translation import gettext_lazy as _

from cms.pages.models.base import BodyPage

CONTENT_TYPES = [
    "pages.SectionPage",
    "pages.ArticlePage",
    "pages.NewsPage",
    "pages.DocumentPage",
    "pages.ConsultationPage",
]


class SectionPage(BodyPage):
    """Gathers pages under a heading and lists them."""

    parent_page_types = ["pages.PortalHomePage", "pages.InstitutionPage", "pages.SectionPage"]
    subpage_types = CONTENT_TYPES
    takes_plugin_pages = True
    template = "pages/section_page.html"

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
