"""The demo's texts as StreamField data, and as the words a translator would type.

A block's id is computed from where it stands, so that every fresh demo has the same provision uids: links,
screenshots and the browser test may rely on them.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any

from cms.demo.content_files import BlockContent, PageContent, ProvisionContent, Texts

NAMESPACE = uuid.UUID("5b0f6f0e-2f7d-5c3e-9a53-6b6576656e64")

Block = dict[str, Any]


def demo_uuid(*path: str) -> uuid.UUID:
    """The id of the demo's thing that `path` names: the same in every database."""
    return uuid.uuid5(NAMESPACE, "/".join(path))


def provision_uid(document: str, provision: str) -> uuid.UUID:
    """The uid of a provision, by the keys of its document and of itself."""
    return demo_uuid("provision", document, provision)


def page_body(page: PageContent, language: str) -> list[Block]:
    """The body of an ordinary page in one language."""
    return [
        {
            "type": "text" if block.kind == "list" else block.kind,
            "value": _BODY[block.kind](block, language),
            "id": str(demo_uuid("block", page.key, str(index))),
        }
        for index, block in enumerate(page.blocks)
    ]


def document_body(document: str, provisions: Iterable[ProvisionContent], language: str) -> list[Block]:
    """The provisions of a document in one language."""
    return [
        {
            "type": provision.kind,
            "value": _provision(provision, language),
            "id": str(provision_uid(document, provision.key)),
        }
        for provision in provisions
    ]


def page_words(page: PageContent, source: str, target: str) -> dict[str, str]:
    """Every text of the page in the source language, with its translation."""
    words = _pairs([page.titles, page.intros, *(block.texts for block in page.blocks)], source, target)
    for block in page.blocks:
        words |= _zip(block.items.get(source, []), block.items.get(target, []))
    return words


def document_words(provisions: Iterable[ProvisionContent], source: str, target: str) -> dict[str, str]:
    """Every text of the provisions in the source language, with its translation."""
    words: dict[str, str] = {}
    for provision in provisions:
        words |= _pairs([provision.headings, provision.texts], source, target)
        for row, translated in zip(provision.rows.get(source, []), provision.rows.get(target, []), strict=True):
            words |= _zip(row, translated)
    return words


def text_words(mappings: Iterable[Texts], source: str, target: str) -> dict[str, str]:
    """The same for texts that stand by themselves, such as titles."""
    return _pairs(mappings, source, target)


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def _rich(parts: Iterable[str], tag: str) -> str:
    return "".join(f"<{tag}>{escape(part, quote=False)}</{tag}>" for part in parts)


def _list(block: BlockContent, language: str) -> str:
    return f"<ul>{_rich(block.items[language], 'li')}</ul>"


def _contact(block: BlockContent, language: str) -> Block:
    return {"name": block.texts[language], "role": "", "email": block.email, "phone": ""}


_BODY: Mapping[str, Callable[[BlockContent, str], Any]] = {
    "heading": lambda block, language: block.texts[language],
    "text": lambda block, language: _rich(_paragraphs(block.texts[language]), "p"),
    "list": _list,
    "contact": _contact,
}


def _provision(provision: ProvisionContent, language: str) -> Block:
    heading = provision.headings.get(language, "")
    text = _rich(_paragraphs(provision.texts.get(language, "")), "p")
    match provision.kind:
        case "chapter":
            return {"number": provision.number, "heading": heading}
        case "paragraph":
            return {"number": provision.number, "text": text}
        case "note":
            return {"heading": heading, "text": text}
        case "table":
            table = _table(provision.rows[language])
            return {"number": provision.number, "heading": heading, "table": table}
        case _:
            return {"number": provision.number, "heading": heading, "text": text}


def _table(rows: Sequence[Sequence[str]]) -> Block:
    head, *body = rows
    return {
        "columns": [{"type": "text", "heading": heading} for heading in head],
        "rows": [{"values": list(row)} for row in body],
        "caption": "",
    }


def _pairs(mappings: Iterable[Texts], source: str, target: str) -> dict[str, str]:
    words: dict[str, str] = {}
    for mapping in mappings:
        words |= _zip(_paragraphs(mapping.get(source, "")), _paragraphs(mapping.get(target, "")))
    return words


def _zip(source: Sequence[str], target: Sequence[str]) -> dict[str, str]:
    return dict(zip(source, target, strict=True))
