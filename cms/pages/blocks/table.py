"""A table whose words wagtail-localize can translate; the stock block is copied over untranslated."""

import hashlib
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail_localize.segments import StringSegmentValue


def _path(text: str) -> str:
    """Where a text is found again: by what it says, so that new rows and columns move no translation."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


class TableBlock(TypedTableBlock):
    """Rows and columns of plain text or numbers, with headings and a caption."""

    text = blocks.TextBlock(required=False, label=_("Text"), rows=2)
    number = blocks.DecimalBlock(required=False, label=_("Number"))

    def get_translatable_segments(self, table: TypedTable) -> list[StringSegmentValue]:
        """Each different text of the table once."""
        return [StringSegmentValue(_path(text), text) for text in dict.fromkeys(_texts(table))]

    def restore_translated_segments(self, table: TypedTable, segments: list[StringSegmentValue]) -> TypedTable:
        """The same table in the words of `segments`; what they lack stays as it was."""
        words = {segment.path: segment.render_text() for segment in segments}

        def said(text: Any) -> Any:
            return words.get(_path(text), text) if isinstance(text, str) else text

        return TypedTable(
            columns=[{**column, "heading": said(column["heading"])} for column in table.columns],
            row_data=[{**row, "values": [said(value) for value in row["values"]]} for row in table.row_data],
            caption=said(table.caption),
        )

    class Meta:
        icon = "table"
        template = "pages/blocks/table.html"


def _texts(table: TypedTable) -> list[str]:
    found = [table.caption, *(column["heading"] for column in table.columns)]
    for row in table.row_data:
        found += [value for value in row["values"] if isinstance(value, str)]
    return [text for text in found if text and text.strip()]
