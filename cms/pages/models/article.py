from django.utils.translation import gettext_lazy as _

from cms.pages.models.base import BodyPage


class ArticlePage(BodyPage):
    """An ordinary page of text."""

    parent_page_types = ["pages.PortalHomePage", "pages.InstitutionPage", "pages.SectionPage", "pages.ArticlePage"]
    subpage_types = ["pages.ArticlePage"]
    template = "pages/article_page.html"

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
