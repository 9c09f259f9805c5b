"""What all page types share."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from cms.pages.blocks import BodyBlock


class BasePage(Page):
    """A page of ours: its address is the same in all its languages unless a translator says otherwise."""

    override_translatable_fields = [SynchronizedField("slug")]

    class Meta:
        abstract = True


class BodyPage(BasePage):
    """A page with a lead paragraph and a body of blocks."""

    lead = models.TextField(
        _("lead"), blank=True, default="", max_length=600, help_text=_("One or two sentences under the title.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    api_fields = [APIField("lead"), APIField("body")]

    class Meta:
        abstract = True
