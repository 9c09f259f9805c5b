from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from cms.pages.api_fields import ProvisionsField
from cms.pages.blocks import ProvisionsBlock
from cms.pages.forms import DocumentPageForm
from cms.pages.models.recorded import RecordedPage


class DocumentKind(models.TextChoices):
    """The kinds of `consultations.Document`, in words for editors."""

    STRATEGY = "strategy", _("Strategy")
    DRAFT_ACT = "draft_act", _("Draft act")
    PLAN = "plan", _("Plan")
    BUDGET = "budget", _("Budget")
    OTHER = "other", _("Other")


class DocumentPage(RecordedPage):
    """A document made of provisions. Publishing it freezes a version in the public record."""

    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind.choices, default=DocumentKind.DRAFT_ACT)
    summary = models.TextField(
        _("summary"), blank=True, default="", max_length=1000, help_text=_("What it is about, in plain words.")
    )
    body = StreamField(ProvisionsBlock(), verbose_name=_("provisions"), blank=True)

    parent_page_types = ["pages.InstitutionPage", "pages.SectionPage"]
    subpage_types: list[str] = []
    template = "pages/document_page.html"
    base_form_class = DocumentPageForm
    override_translatable_fields = [SynchronizedField("slug"), SynchronizedField("topics", overridable=False)]
    api_fields = [
        APIField("kind"),
        APIField("topics"),
        APIField("summary"),
        APIField("provisions", serializer=ProvisionsField(source="body")),
    ]
    content_panels = [
        *Page.content_panels,
        FieldPanel("kind"),
        FieldPanel("summary"),
        FieldPanel("topics"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
