"""A document's provisions as an editor publishes them: checked, cleaned, ready to be frozen."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from consultations import ledger
from consultations.errors import DocumentInvalid
from consultations.models.document import ProvisionKind
from consultations.texts.normalising import Unstorable, normalise_line
from consultations.texts.sanitising import plain_text, sanitise_html

NUMBER_LIMIT = 40
MAX_DEPTH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class TextContent:
    """A provision's words in one language. `is_fallback`: not translated yet, the source text stands in."""

    heading: str = ""
    html: str = ""
    is_fallback: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionContent:
    """A provision, in the order of the document; a parent comes before its children.

    `texts` {language: text}: where a language of the document is missing, the source text stands in.
    """

    uid: UUID
    kind: ProvisionKind | str
    number: str = ""
    parent_uid: UUID | None = None
    texts: Mapping[str, TextContent] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanText:
    """Words ready to be stored: `html` sanitised, `text` the same in plain letters."""

    heading: str
    html: str
    text: str
    is_fallback: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanProvision:
    """A provision ready to be stored; `texts` has every language of the document."""

    uid: UUID
    kind: str
    number: str
    parent_uid: UUID | None
    position: int
    depth: int
    texts: Mapping[str, CleanText]


def cleaned(
    provisions: Sequence[ProvisionContent], languages: Sequence[str], source_language: str
) -> list[CleanProvision]:
    """The provisions, ready to be stored. Raises DocumentInvalid."""
    depths: dict[UUID, int] = {}
    clean = []
    for position, provision in enumerate(provisions, start=1):
        where = f"provision {position}"
        if provision.uid in depths:
            raise DocumentInvalid(detail=f"{where} has the uid of another")
        if provision.parent_uid is not None and provision.parent_uid not in depths:
            raise DocumentInvalid(detail=f"{where} comes before its parent")
        depth = 0 if provision.parent_uid is None else depths[provision.parent_uid] + 1
        if depth > MAX_DEPTH:
            raise DocumentInvalid(detail=f"{where} is nested too deeply")
        if provision.kind not in ProvisionKind.values:
            raise DocumentInvalid(detail=f"{where} is of an unknown kind")
        if source_language not in provision.texts:
            raise DocumentInvalid(detail=f"{where} has no text in the source language")
        depths[provision.uid] = depth
        clean.append(
            CleanProvision(
                uid=provision.uid,
                kind=str(provision.kind),
                number=_line(provision.number, where)[:NUMBER_LIMIT],
                parent_uid=provision.parent_uid,
                position=position,
                depth=depth,
                texts=_texts(provision, languages, source_language, where),
            )
        )
    return clean


def content_hash(provisions: Sequence[CleanProvision], title: str, source_language: str) -> str:
    """The SHA-256 (hex) of the structure, the title and the source language's words."""
    return ledger.fingerprint(
        {
            "language": source_language,
            "title": title,
            "provisions": [
                [
                    str(provision.uid),
                    str(provision.parent_uid) if provision.parent_uid else None,
                    provision.kind,
                    provision.number,
                    provision.texts[source_language].heading,
                    provision.texts[source_language].html,
                ]
                for provision in provisions
            ],
        }
    )


def _texts(
    provision: ProvisionContent, languages: Sequence[str], source_language: str, where: str
) -> dict[str, CleanText]:
    source = provision.texts[source_language]
    texts = {}
    for language in languages:
        given = provision.texts.get(language)
        html = sanitise_html((given or source).html)
        texts[language] = CleanText(
            heading=_line((given or source).heading, where),
            html=html,
            text=unicodedata.normalize("NFC", plain_text(html)),
            is_fallback=language != source_language and (given is None or given.is_fallback),
        )
    return texts


def _line(text: str, where: str) -> str:
    try:
        return normalise_line(text)
    except Unstorable:
        raise DocumentInvalid(detail=f"{where} has characters that cannot be stored") from None
