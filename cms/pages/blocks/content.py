"""The parts of an ordinary page's body."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from cms.pages.blocks.extensible import ExtensibleStreamBlock
from cms.pages.blocks.table import TableBlock
from consultations.texts.sanitising import sanitise_html

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link", "superscript", "subscript"]


class FigureBlock(blocks.StructBlock):
    """A picture with its alternative text and caption."""

    image = ImageBlock()
    caption = blocks.CharBlock(required=False, max_length=300, label=_("Caption"))

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:
        """The picture's address instead of a key."""
        image = value["image"]
        if image is None:
            return {"url": "", "alt": "", "caption": value["caption"]}
        shown = image.get_rendition("max-1600x1600")
        alt = "" if image.decorative else image.contextual_alt_text or ""
        return {
            "url": shown.url,
            "width": shown.width,
            "height": shown.height,
            "alt": alt,
            "caption": value["caption"],
        }

    class Meta:
        icon = "image"
        label = _("Image")
        template = "pages/blocks/figure.html"


class TextBlock(blocks.RichTextBlock):
    """Rich text."""

    def get_api_representation(self, value: Any, context: Any = None) -> str:
        """As the site shows it: only what an editor could write, whoever wrote it."""
        return sanitise_html(super().get_api_representation(value, context))

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """Migrations know it as the plain block it is to the database."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.RichTextBlock", args, kwargs


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

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:
        """Where it leads, whichever way that was chosen."""
        page = value["page"]
        return {"label": value["label"], "url": (page.url or "") if page else value["address"]}

    class Meta:
        icon = "link"
        label = _("Link")
        template = "pages/blocks/link.html"


class FileBlock(DocumentChooserBlock):
    """A file to take away."""

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any] | None:
        """Title and address instead of a key."""
        return {"title": value.title, "url": value.url} if value else None

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """Migrations know it as the plain block it is to the database."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.documents.blocks.DocumentChooserBlock", args, kwargs


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


class BodyBlock(ExtensibleStreamBlock):
    """Headings, texts, pictures, tables, links and files in any order, and what plugins add."""

    heading = blocks.CharBlock(
        max_length=200, icon="title", label=_("Heading"), template="pages/blocks/heading.html"
    )
    text = TextBlock(features=TEXT_FEATURES, label=_("Text"), template="pages/blocks/text.html")
    image = FigureBlock()
    quote = QuoteBlock()
    table = TableBlock(label=_("Table"))
    link = LinkBlock()
    file = FileBlock(label=_("File"), template="pages/blocks/file.html")
    contact = ContactBlock()

    class Meta:
        required = False
