from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail_localize.fields import SynchronizedField

from cms.pages.api_fields import InstitutionField
from cms.pages.models.base import BodyPage


class PortalHomePage(BodyPage):
    """The portal's front page in one language. Made by `set_up_portal`, once for each content language."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["pages.InstitutionPage", "pages.SectionPage", "pages.ArticlePage", "pages.NewsPage"]
    is_creatable = False
    template = "pages/portal_home_page.html"

    class Meta:
        verbose_name = _("portal home page")
        verbose_name_plural = _("portal home pages")


class InstitutionPage(BodyPage):
    """An institution's front page in one language, and the root of all its pages there.

    Made by `set_up_institution`. Its slug is the institution's: the first part of the address of every page
    below it.
    """

    institution = models.ForeignKey(
        "consultations.Institution", on_delete=models.PROTECT, related_name="pages", editable=False
    )

    parent_page_types = ["pages.PortalHomePage"]
    subpage_types = [
        "pages.SectionPage",
        "pages.ArticlePage",
        "pages.NewsPage",
        "pages.DocumentPage",
        "pages.ConsultationPage",
    ]
    is_creatable = False
    takes_plugin_pages = True
    template = "pages/institution_page.html"
    promote_panels = [MultiFieldPanel([FieldPanel("seo_title"), FieldPanel("search_description")])]
    api_fields = [*BodyPage.api_fields, APIField("institution", serializer=InstitutionField())]
    override_translatable_fields = [SynchronizedField("slug", overridable=False)]

    class Meta:
        verbose_name = _("institution page")
        verbose_name_plural = _("institution pages")
