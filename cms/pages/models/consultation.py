from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.api import APIField
from wagtail.models import Orderable, Page
from wagtail_localize.fields import SynchronizedField

from cms.pages.api_fields import BodyContentField, ConsultedDocumentsField
from cms.pages.blocks import BodyBlock
from cms.pages.fields import BodyField
from cms.pages.forms import ConsultationPageForm
from cms.pages.models.recorded import RecordedPage

CONTACT = ("contact_name", "contact_email", "contact_phone")


class ActType(models.TextChoices):
    """How long the rule set asks for depends on it."""

    STANDARD = "standard", _("Ordinary act")
    COMPLEX = "complex", _("Complex act")


class ConsultationPage(RecordedPage):
    """Invites the public to comment on documents between two moments. Publishing it writes the record.

    What is the same in every language is kept on the source page and copied to its translations.
    """

    summary = models.TextField(
        _("summary"), blank=True, default="", max_length=1000, help_text=_("What is asked, in plain words.")
    )
    intro = BodyField(BodyBlock(), verbose_name=_("introduction"), blank=True)
    act_type = models.CharField(_("type of act"), max_length=40, choices=ActType.choices, default=ActType.STANDARD)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=200, blank=True, default="")
    contact_email = models.EmailField(_("contact e-mail"), blank=True, default="")
    contact_phone = models.CharField(_("contact telephone"), max_length=40, blank=True, default="")

    parent_page_types = ["pages.InstitutionPage", "pages.SectionPage"]
    subpage_types: list[str] = []
    template = "pages/consultation_page.html"
    base_form_class = ConsultationPageForm
    override_translatable_fields = [
        SynchronizedField("slug"),
        *(
            SynchronizedField(name, overridable=False)
            for name in ("topics", "act_type", "opens_at", "closes_at", *CONTACT)
        ),
        SynchronizedField("documents", overridable=False),
    ]
    api_fields = [
        APIField("summary"),
        APIField("intro", serializer=BodyContentField()),
        *(APIField(name) for name in ("topics", "act_type", "opens_at", "closes_at")),
        APIField("consulted", serializer=ConsultedDocumentsField(source="documents")),
        *(APIField(name) for name in CONTACT),
    ]
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("act_type"), FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")])],
            heading=_("When"),
        ),
        InlinePanel("documents", heading=_("Documents to comment on"), label=_("Document")),
        FieldPanel("intro"),
        FieldPanel("topics"),
        MultiFieldPanel(
            [
                FieldPanel("contact_name"),
                FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
            ],
            heading=_("Contact"),
            help_text=_("Left empty: the institution's contact person."),
        ),
    ]

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")


class ConsultationPageDocument(Orderable):
    """A document under consultation, in the order shown."""

    page = ParentalKey(ConsultationPage, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(
        "pages.DocumentPage", verbose_name=_("document"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [PageChooserPanel("document", "pages.DocumentPage")]

    class Meta(Orderable.Meta):
        verbose_name = _("document of a consultation")
        constraints = [
            models.UniqueConstraint(fields=["page", "document"], name="consultation_page_document_once"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.document_id}"
