"""The parts of an ordinary page's body."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from cms.pages.blocks.table import TableBlock

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link", "superscript", "subscript"]


class FigureBlock(blocks.StructBlock):
    """A picture with its alternative text and caption."""

    image = ImageBlock()
    caption = blocks.CharBlock(required=False, max_length=300, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Image")
        template = "pages/blocks/figure.html"


class QuoteBlock(blocks.StructBlock):
    """Someone's words, and whose they are."""

    text = blocks.TextBlock(label=_("Quotation"), rows=3)
    attribution = blocks.CharBlock(required=False, max_length=200, label=_("Who said it"))

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "pages/blocks/quote.html"


class LinkBlock(blocks.StructBlock):
    """A link that stands out, to a page of ours or an address elsewhere."""

    label = blocks.CharBlock(max_length=120, label=_("Text of the link"))
    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    address = blocks.URLBlock(required=False, label=_("Address elsewhere"))

    def clean(self, value: Any) -> Any:
        """Exactly one goal."""
        cleaned = super().clean(value)
        if bool(cleaned.get("page")) == bool(cleaned.get("address")):
            error = ValidationError(_("Choose a page or give an address: one of the two."))
            raise blocks.StructBlockValidationError({"page": error})
        return cleaned

    class Meta:
        icon = "link"
        label = _("Link")
        template = "pages/blocks/link.html"


class ContactBlock(blocks.StructBlock):
    """Whom to ask."""

    name = blocks.CharBlock(max_length=200, label=_("Name"))
    role = blocks.CharBlock(required=False, max_length=200, label=_("Role"))
    email = blocks.EmailBlock(required=False, label=_("E-mail"))
    phone = blocks.CharBlock(required=False, max_length=40, label=_("Telephone"))

    class Meta:
        icon = "user"
        label = _("Contact")
        template = "pages/blocks/contact.html"


class BodyBlock(blocks.StreamBlock):
    """Headings, texts, pictures, tables, links and files in any order."""

    heading = blocks.CharBlock(
        max_length=200, icon="title", label=_("Heading"), template="pages/blocks/heading.html"
    )
    text = blocks.RichTextBlock(features=TEXT_FEATURES, label=_("Text"), template="pages/blocks/text.html")
    image = FigureBlock()
    quote = QuoteBlock()
    table = TableBlock(label=_("Table"))
    link = LinkBlock()
    file = DocumentChooserBlock(label=_("File"), template="pages/blocks/file.html")
    contact = ContactBlock()

    class Meta:
        required = False
