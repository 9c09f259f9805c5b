"""What every engine keeps of a document, made once for all of them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from search.analysis import tokens_of
from search.documents import SearchDocument
from search.signatures import Packed, Signed, pack, read_signature, sign_document, storable

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SHORTEST_WORD = 3  # letters of a word worth proposing
_LABEL = 200  # characters of a title or a provision's label that are proposed


@dataclass(frozen=True, slots=True)
class Label:
    """A title (`place` 0), or the label of a section, that may be proposed while somebody types."""

    place: int
    text: str
    anchor: str
    folded: str


@dataclass(frozen=True, slots=True)
class Indexed:
    """A document made ready. `words`: (folded, as written in lower case) of each word worth proposing."""

    title: Signed
    body: Signed
    packed: Packed
    facets: dict[str, tuple[str, ...]]
    published: int
    tie: int
    words: frozenset[tuple[str, str]]
    labels: tuple[Label, ...]


def index_document(source: str, document: SearchDocument) -> Indexed:
    """Analyse a document."""
    title, body = sign_document(document)
    facets = {storable(name): tuple(map(storable, values)) for name, values in document.facet_values().items()}
    return Indexed(
        title=title,
        body=body,
        packed=pack(title, body),
        facets=facets,
        published=microseconds(document.published_at),
        tie=_tie(source, document),
        words=words_of(document, title, body),
        labels=tuple(_labels(document, title)),
    )


def words_of(document: SearchDocument, title: Signed, body: Signed) -> frozenset[tuple[str, str]]:
    """The words worth proposing, from the text and its signatures."""
    return frozenset((*_words(storable(document.title), title), *_words(storable(document.body), body)))


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment(microseconds: int) -> datetime:
    """When that many microseconds had passed since 1970."""
    return _EPOCH + timedelta(microseconds=microseconds)


def _words(text: str, signed: Signed) -> Iterator[tuple[str, str]]:
    for signature, start, end in zip(signed.signatures, signed.starts, signed.ends, strict=True):
        if folded := _proposable(signature):
            yield folded, text[start:end].lower()


@lru_cache(maxsize=65_536)
def _proposable(signature: str) -> str:
    """The folded form of a word worth proposing, else nothing."""
    folded = read_signature(signature).folded
    return folded if len(folded) >= _SHORTEST_WORD and folded.isalpha() else ""


def _labels(document: SearchDocument, title: Signed) -> Iterator[Label]:
    if len(document.title) <= _LABEL and title.signatures:
        folded = " ".join(read_signature(signature).folded for signature in title.signatures)
        yield Label(0, storable(document.title).strip(), "", folded)
        named = []
    else:
        named = [(0, document.title, "")]
    named += [(place, section.label, section.anchor) for place, section in enumerate(document.sections, 1)]
    for place, text, anchor in named:
        text = storable(text)[:_LABEL].strip()
        folded = " ".join(token.folded for token in tokens_of(text, document.language or None))
        if folded:
            yield Label(place, text, storable(anchor), folded)


def _tie(source: str, document: SearchDocument) -> int:
    """Decides between documents that are otherwise equal, in every engine alike."""
    name = storable(f"{source} {document.id} {document.part}").encode()
    return int.from_bytes(hashlib.blake2b(name, digest_size=7).digest())
