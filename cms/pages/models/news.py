from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.models import Page

from cms.pages.api_fields import ImageField
from cms.pages.models.base import BodyPage


class NewsPage(BodyPage):
    """Something that happened, with its date."""

    date = models.DateField(_("date"), default=timezone.localdate)
    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    parent_page_types = ["pages.PortalHomePage", "pages.InstitutionPage", "pages.SectionPage"]
    subpage_types: list[str] = []
    template = "pages/news_page.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("lead"),
        FieldPanel("image"),
        FieldPanel("body"),
    ]
    api_fields = [*BodyPage.api_fields, APIField("date"), APIField("image", serializer=ImageField())]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")
