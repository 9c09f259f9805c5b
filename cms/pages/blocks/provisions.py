"""The parts of a document. Each block's id is the provision's uid in every language and version."""

import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail_localize.segments.types import BaseValue

from cms.pages.blocks.table import TableBlock

PROVISION_FEATURES = ["bold", "italic", "ol", "ul", "link", "superscript", "subscript"]


class NumberBlock(blocks.CharBlock):
    """A provision's number as printed: "4", "4.2", "IV". Never sent to translators: it is the same for all."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "max_length": 40, "label": _("Number"), **options})

    def get_translatable_segments(self, value: str) -> list[BaseValue]:
        """None: a number is not translated."""
        return []

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """Migrations know it as the plain block it is to the database."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.CharBlock", args, kwargs


def _text(*, required: bool) -> blocks.RichTextBlock:
    return blocks.RichTextBlock(features=PROVISION_FEATURES, required=required, label=_("Text"))


def _heading(*, required: bool) -> blocks.CharBlock:
    return blocks.CharBlock(required=required, max_length=500, label=_("Heading"))


class ChapterBlock(blocks.StructBlock):
    number = NumberBlock()
    heading = _heading(required=True)

    class Meta:
        icon = "folder-open-inverse"
        label = _("Chapter")
        template = "pages/blocks/provision.html"


class ArticleBlock(blocks.StructBlock):
    number = NumberBlock()
    heading = _heading(required=False)
    text = _text(required=False)

    class Meta:
        icon = "doc-full"
        label = _("Article")
        template = "pages/blocks/provision.html"


class ParagraphBlock(blocks.StructBlock):
    number = NumberBlock()
    text = _text(required=True)

    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")
        template = "pages/blocks/provision.html"


class GoalBlock(blocks.StructBlock):
    """A general or specific goal, or a result: the heading says it, the text explains."""

    number = NumberBlock()
    heading = _heading(required=True)
    text = _text(required=False)

    class Meta:
        icon = "tick-inverse"
        template = "pages/blocks/provision.html"


class ProvisionTableBlock(blocks.StructBlock):
    number = NumberBlock()
    heading = _heading(required=False)
    table = TableBlock(label=_("Table"))

    class Meta:
        icon = "table"
        label = _("Table")
        template = "pages/blocks/provision.html"


class ProvisionImageBlock(blocks.StructBlock):
    number = NumberBlock()
    heading = _heading(required=False)
    image = ImageBlock()

    class Meta:
        icon = "image"
        label = _("Image")
        template = "pages/blocks/provision.html"


class NoteBlock(blocks.StructBlock):
    heading = _heading(required=False)
    text = _text(required=True)

    class Meta:
        icon = "info-circle"
        label = _("Note")
        template = "pages/blocks/provision.html"


class ProvisionsBlock(blocks.StreamBlock):
    """A document's provisions in reading order. What belongs to what follows from the kinds (`provisions.py`)."""

    chapter = ChapterBlock()
    article = ArticleBlock()
    paragraph = ParagraphBlock()
    general_goal = GoalBlock(label=_("General goal"))
    specific_goal = GoalBlock(label=_("Specific goal"))
    result = GoalBlock(label=_("Result"), icon="crosshairs")
    table = ProvisionTableBlock()
    image = ProvisionImageBlock()
    note = NoteBlock()

    def clean(self, value: Any) -> Any:
        """Also gives a fresh id to a block whose id is no uuid or is another's: a form may send any id."""
        cleaned = super().clean(value)
        seen: set[str] = set()
        for child in cleaned:
            if child.id is None or not _is_uuid(child.id) or child.id in seen:
                child.id = str(uuid.uuid4())
            seen.add(child.id)
        return cleaned

    class Meta:
        required = False


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
