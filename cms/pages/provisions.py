"""A document's provisions out of its page: which belongs to which, and their words as HTML."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.rich_text import expand_db_html

from consultations.provisions import ProvisionContent, TextContent

#: For each kind the kinds it may belong to. It belongs to the nearest one before it that is still open;
#: with none, it stands by itself.
PARENTS: dict[str, tuple[str, ...]] = {
    "chapter": (),
    "article": ("chapter",),
    "general_goal": ("chapter",),
    "specific_goal": ("general_goal", "chapter"),
    "result": ("specific_goal", "general_goal", "chapter"),
    "paragraph": ("article", "result", "specific_goal", "general_goal", "chapter"),
}
_ANY = ("paragraph", "article", "result", "specific_goal", "general_goal", "chapter")

#: Address, width and height of an image as it is to be shown.
ImageSource = Callable[[Any], tuple[str, int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """A provision of a page in the page's language. `html` is made of templates and stored rich text."""

    uid: UUID
    parent_uid: UUID | None
    kind: str
    number: str
    depth: int
    heading: str
    html: str


def extract(body: Any, image_source: ImageSource | None = None) -> list[Extracted]:
    """The provisions of a `DocumentPage.body`, in order, with the hierarchy that their kinds imply.

    `image_source` says under which address pictures are shown; without it, a rendition's.
    """
    found: list[Extracted] = []
    path: list[Extracted] = []
    for child in body:
        kind = child.block_type
        allowed = PARENTS.get(kind, _ANY)
        while path and path[-1].kind not in allowed:
            path.pop()
        parent = path[-1] if path else None
        provision = Extracted(
            uid=UUID(child.id),
            parent_uid=parent.uid if parent else None,
            kind=kind,
            number=child.value.get("number") or "",
            depth=parent.depth + 1 if parent else 0,
            heading=child.value.get("heading") or "",
            html=html_of(kind, child.value, image_source or rendition),
        )
        found.append(provision)
        if kind in PARENTS:
            path.append(provision)
    return found


def contents_of(provisions: Sequence[Extracted], language: str) -> list[ProvisionContent]:
    """Provisions in one language, as the record takes them."""
    return [content_of(provision, {language: text_of(provision)}) for provision in provisions]


def content_of(provision: Extracted, texts: Mapping[str, TextContent]) -> ProvisionContent:
    """A provision in the words of `texts` {language: words}."""
    return ProvisionContent(
        uid=provision.uid,
        kind=provision.kind,
        number=provision.number,
        parent_uid=provision.parent_uid,
        texts=texts,
    )


def text_of(provision: Extracted) -> TextContent:
    """A provision's words in its page's language."""
    return TextContent(heading=provision.heading, html=provision.html)


def html_of(kind: str, value: Any, image_source: ImageSource) -> str:
    """The content of one provision: rich text with its links resolved, a table, or a figure."""
    if kind == "table":
        return table_html(value["table"])
    if kind == "image":
        return image_html(value["image"], image_source)
    text = value.get("text")
    return expand_db_html(text.source) if text else ""


def table_html(table: Any) -> SafeString:
    """A table with its caption and column headings."""
    caption = format_html("<caption>{}</caption>", table.caption) if table.caption else ""
    headings = format_html_join("", '<th scope="col">{}</th>', ((column["heading"],) for column in table.columns))
    rows = format_html_join("", "<tr>{}</tr>", ((cells,) for cells in _rows(table)))
    return format_html("<table>{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>", caption, headings, rows)


def _rows(table: Any) -> Iterator[SafeString]:
    for row in table.row_data:
        yield format_html_join("", "<td>{}</td>", (("" if value is None else value,) for value in row["values"]))


def image_html(image: Any, image_source: ImageSource) -> str:
    """A picture with its alternative text; "" where the picture is gone."""
    if image is None:
        return ""
    address, width, height = image_source(image)
    alt = "" if image.decorative else image.contextual_alt_text or ""
    return format_html(
        '<figure><img src="{}" alt="{}" width="{}" height="{}"></figure>', address, alt, width, height
    )


def rendition(image: Any) -> tuple[str, int, int]:
    """A picture at the size pages show it."""
    shown = image.get_rendition("max-1600x1600")
    return shown.url, shown.width, shown.height
