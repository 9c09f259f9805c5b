"""The demo's texts, read from the TOML files in `content/` into typed values."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

CONTENT = Path(__file__).parent / "content"

Texts = Mapping[str, str]
Row = TypeVar("Row")


class ContentError(ValueError):
    """A content file lacks a field or has one nobody reads; the message names the file and the field."""


@dataclass(frozen=True, kw_only=True)
class InstitutionContent:
    """One institution; `languages` begins with its source language, `theme` holds colours (#rrggbb)."""

    key: str
    slug: str
    languages: list[str]
    jurisdiction: str
    time_zone: str
    rule_set: str
    contact_email: str
    contact_phone: str
    moderation: str
    names: Texts
    theme: Texts


@dataclass(frozen=True, kw_only=True)
class BlockContent:
    """A heading, a text (blank line = new paragraph), a list or a contact, in every language of its page."""

    kind: str
    email: str = ""
    texts: Texts = field(default_factory=dict)
    items: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PageContent:
    """A page of type home, section, article or news; a home has no parent and no slug of its own.

    `order` is its place among its siblings; `menu` puts it into the institution's menu.
    """

    key: str
    institution: str
    type: str
    titles: Texts
    intros: Texts
    parent: str = ""
    slug: str = ""
    order: int = 0
    menu: bool = False
    days_ago: int = 0
    blocks: list[BlockContent] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ProvisionContent:
    """One provision: its number and, by language, heading, text and (for a table) rows of cells."""

    key: str
    kind: str
    number: str
    headings: Texts = field(default_factory=dict)
    texts: Texts = field(default_factory=dict)
    rows: Mapping[str, list[list[str]]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DocumentContent:
    """A document and its provisions in reading order."""

    key: str
    institution: str
    kind: str
    source_language: str
    titles: Texts
    summaries: Texts
    provisions: list[ProvisionContent]
    topics: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class SubmissionContent:
    """What one invented person sent, `day` days (a fraction of them) after the opening.

    `parent` is the key of the submission replied to, `provision` that of a provision of the document;
    both may be empty. `reason_code` and `reason` are the moderator's where `state` is hidden or removed.
    """

    key: str
    author: str
    kind: str
    organisation: str
    language: str
    text: str
    provision: str
    parent: str
    day: float
    support: int
    state: str
    channel: str = "site"
    reason_code: str = ""
    reason: Texts = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ResponseContent:
    """One answer to the submissions named by key."""

    submissions: list[str]
    outcome: str
    reasons: Texts


@dataclass(frozen=True, kw_only=True)
class ConsultationContent:
    """A consultation; `opens_days`, `closes_days` and an answered one's `answered_days` count from today."""

    key: str
    institution: str
    document: str
    state: str
    opens_days: float
    closes_days: float
    titles: Texts
    summaries: Texts
    submissions: list[SubmissionContent]
    act_type: str = "standard"
    answered_days: float | None = None
    responses: list[ResponseContent] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class DemoContent:
    """All of it."""

    institutions: list[InstitutionContent]
    pages: list[PageContent]
    documents: list[DocumentContent]
    consultations: list[ConsultationContent]


def read_content(folder: Path = CONTENT) -> DemoContent:
    """Every content file below `folder`. Raises ContentError on a missing or an unread field."""
    institutions = _toml(folder / "institutions.toml")["institutions"]
    return DemoContent(
        institutions=[_row(InstitutionContent, data, "institutions.toml") for data in institutions],
        pages=_files(folder / "pages", PageContent, blocks=BlockContent),
        documents=_files(folder / "documents", DocumentContent, provisions=ProvisionContent),
        consultations=_files(
            folder / "consultations",
            ConsultationContent,
            submissions=SubmissionContent,
            responses=ResponseContent,
        ),
    )


def _files(folder: Path, kind: type[Row], **parts: type[Any]) -> list[Row]:
    """One value a file, in the order of the file names; `parts` are the fields that hold lists of values."""
    rows = []
    for path in sorted(folder.glob("*.toml")):
        data = _toml(path)
        for name, part in parts.items():
            data[name] = [_row(part, entry, f"{path.name}: {name}") for entry in data.get(name, [])]
        rows.append(_row(kind, data, path.name))
    return rows


def _row(kind: type[Row], data: dict[str, Any], where: str) -> Row:
    try:
        return kind(**data)
    except TypeError as error:
        raise ContentError(f"{where} {data.get('key', '')}: {error}") from error


def _toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        return tomllib.load(stream)
