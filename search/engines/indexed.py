"""What every engine keeps of a document, made once for all of them."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from search.analysis import folded_form, tokens_of
from search.analysis.remembering import Remembering
from search.documents import SearchDocument
from search.engines.forms import known_words, words_in
from search.signatures import Packed, Signed, known_signatures, pack, sign_document, storable

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LABEL = 200  # characters of a title or a provision's label that are proposed
_SHORTEST_PROPOSED = 3  # letters


@dataclass(frozen=True, slots=True)
class Label:
    """A title (`place` 0), or the label of a section, that may be proposed while somebody types."""

    place: int
    text: str
    anchor: str
    folded: str


@dataclass(frozen=True, slots=True)
class Indexed:
    """A document made ready.

    `title` and `body` are folded words in their order; `signatures`, of both, say what it is found by (see
    `search.engines.forms`); `length` is the body's tokens, `words` (folded, as written in lower case) of each word
    worth proposing.
    """

    title: str
    body: str
    signatures: tuple[Sequence[str], Sequence[str]]
    length: int
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
        title=words_in(title.signatures),
        body=words_in(body.signatures),
        signatures=(title.signatures, body.signatures),
        length=len(body.signatures),
        packed=pack(title, body),
        facets=facets,
        published=microseconds(document.published_at),
        tie=_tie(source, document),
        words=words_of(document, title, body),
        labels=tuple(_labels(document, title)),
    )


def words_of(document: SearchDocument, title: Signed, body: Signed) -> frozenset[tuple[str, str]]:
    """The words worth proposing, from the text and its signatures."""
    found = {*_words(storable(document.title), title), *_words(storable(document.body), body)}
    return frozenset(filter(None, found))


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment(microseconds: int) -> datetime:
    """When that many microseconds had passed since 1970."""
    return _EPOCH + timedelta(microseconds=microseconds)


def _words(text: str, signed: Signed) -> Iterator[tuple[str, str] | None]:
    return map(known_surfaces.__getitem__, map(text.__getitem__, map(slice, signed.starts, signed.ends)))


def _proposed(surface: str) -> tuple[str, str] | None:
    folded = folded_form(surface)
    return (folded, surface.lower()) if len(folded) >= _SHORTEST_PROPOSED and folded.isalpha() else None


known_surfaces = Remembering(_proposed, 32_768)
"""What is proposed for a word as it is written. Some 10 MB when full; a rebuild makes room for more."""

_IN_A_REBUILD = 8  # times as many words are remembered


@contextmanager
def many_documents() -> Iterator[None]:
    """While a whole index is made: remember the words of a large corpus, in at most some 300 MB, then forget."""
    remembered = (known_signatures, known_words, known_surfaces)
    for one in remembered:
        one.most *= _IN_A_REBUILD
    try:
        yield
    finally:
        for one in remembered:
            one.most //= _IN_A_REBUILD
            one.clear()


def _labels(document: SearchDocument, title: Signed) -> Iterator[Label]:
    if len(document.title) <= _LABEL and title.signatures:
        yield Label(0, storable(document.title).strip(), "", words_in(title.signatures))
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
