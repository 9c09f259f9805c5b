"""What every search engine offers, and what it answers with."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.safestring import SafeString

from search.documents import SearchDocument
from search.highlighting import Marker
from search.query import SearchQuery
from search.ranking import Score
from search.signatures import Signed

MOST_VALUES = 200
"""Values of a facet that are counted; of more, those with the highest counts."""


class EngineUnavailableError(Exception):
    """The engine cannot answer or take writes now; asking again later may help."""


class EngineDamagedError(EngineUnavailableError):
    """The index cannot be read; `SearchEngine.clear` and a rebuild mend it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found. `title_html` and `passage_html` are escaped, with `<mark>` around what matched.

    `url_path` leads into the document, to the section the passage is from; `section` is that section's label,
    which the passage itself begins with where `section_in_passage`. `facets` holds every facet's values.
    """

    id: str
    kind: str
    institution: str
    consultation: str
    language: str
    state: str
    year: int
    published_at: datetime
    url_path: str
    section: str
    section_in_passage: bool
    title: str
    title_html: SafeString
    passage_html: SafeString
    part: str
    facets: Mapping[str, tuple[str, ...]]

    @property
    def object_id(self) -> str:
        """The uuid of the thing found."""
        return self.id.partition(":")[2]


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many documents have `value`, were it chosen together with the filters on the other facets."""

    value: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Results:
    """One page of an answer. `total` is exact. `facets` has an entry for every facet there is, values with
    the highest counts first (years newest first). `from_kept`: the installation's own engine is down, and its
    embedded one answered, which may be some changes behind."""

    query: SearchQuery
    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[FacetCount, ...]]
    from_kept: bool = False

    @property
    def pages(self) -> int:
        """How many pages may be asked for."""
        needed = -(-self.total // self.query.page_size)
        return max(1, min(needed, self.query.last_page))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What somebody who is typing may mean. `kind` is "title", "section" or "word"; titles and sections lead to
    `url_path`, and `count` is how many documents hold a word."""

    text: str
    kind: str
    language: str = ""
    url_path: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a document stands where it stands. `place` counts from 1 among all hits (0: it is no hit; None: below
    what is judged). `words` names each term; its share of the score is at the same place in `score.words`."""

    place: int | None
    total: int
    part: str
    words: tuple[str, ...]
    score: Score | None


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """`rebuild_reason` is empty while the index can be trusted to be complete."""

    engine: str
    documents: int
    analysis_version: str
    rebuild_reason: str = ""


class IndexWriter(Protocol):
    """Writes of one exclusive turn."""

    def replace(self, source: str, object_id: str, documents: Sequence[SearchDocument]) -> None:
        """Make `documents` all that is indexed of this object; none removes it.

        A document of a lower version than the one indexed is passed over.
        """
        ...

    def written(self, source: str, object_ids: Sequence[str]) -> Collection[str]:
        """Which of these objects the rebuild that is going on has written already."""
        ...


class SearchEngine(Protocol):
    """An index of SearchDocuments. Every method may raise EngineUnavailableError. Threads may share it."""

    drains_at_once: bool
    """Whether the web process itself brings changes in right after commit (an engine in a file can)."""

    def search(self, query: SearchQuery) -> Results:
        """Answer a query, in a number of requests that does not depend on the data."""
        ...

    def explain(self, query: SearchQuery, document_id: str) -> Explanation:
        """Why the documents with this id ("kind:uuid"; the best of its parts) stand where they stand."""
        ...

    def suggest(
        self, prefix: str, *, institutions: frozenset[str] | None = None, limit: int = 8
    ) -> tuple[Suggestion, ...]:
        """Titles, sections and frequent words that go on from what was typed so far."""
        ...

    def did_you_mean(self, query: SearchQuery) -> str:
        """The query's text with each word that occurs nowhere replaced by the nearest one that does; empty where
        nothing is to be replaced."""
        ...

    def more_like(
        self,
        text: str,
        *,
        language: str | None = None,
        without: Collection[str] = (),
        kinds: frozenset[str] | None = None,
        institutions: frozenset[str] | None = None,
        limit: int = 10,
    ) -> tuple[Hit, ...]:
        """What is most like a text. `without`: ids of documents ("kind:uuid") to leave out."""
        ...

    def documents(self, document_id: str) -> list[SearchDocument]:
        """The indexed documents of one thing ("kind:uuid"), by part."""
        ...

    def digests(self, source: str, object_ids: Sequence[str]) -> dict[str, dict[str, str]]:
        """Of each of these objects that is indexed: part → digest of its document."""
        ...

    def object_ids(self, source: str) -> Iterator[str]:
        """Every object of a source that is indexed, once."""
        ...

    def writing(self, patience: float = 10.0, *, rebuilding: bool = False) -> AbstractContextManager[IndexWriter]:
        """An exclusive turn to write; its writes take effect together at its end, or none on an error.

        What is written must be read inside the turn, so that turns never overtake each other.
        `patience`: seconds to wait for the turn. `rebuilding`: the turn is part of a rebuild.
        """
        ...

    def begin_rebuild(self) -> int:
        """Start building anew while searches go on, or go on with a rebuild that did not end; returns the
        generation to end with."""
        ...

    def end_rebuild(self, generation: int) -> None:
        """Drop whatever was not written since `begin_rebuild` first returned `generation`."""
        ...

    def ping(self) -> None:
        """Return quietly if the engine answers."""
        ...

    def status(self) -> EngineStatus:
        """What is in the index and whether it must be rebuilt."""
        ...

    def clear(self) -> None:
        """Empty the index, which then asks to be rebuilt. Mends a damaged one."""
        ...

    def close(self) -> None:
        """Give back connections; the engine opens new ones when used again."""
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A document as an engine keeps it, with the tokens of its title and body."""

    document: SearchDocument
    title: Signed
    body: Signed


def hit_from(kept: Kept, marker: Marker) -> Hit:
    """The hit that shows a document, marked and cut the same way for every engine."""
    document = kept.document
    starts = [section.start for section in document.sections]
    passage = marker.best_passage(document.body, starts, kept.body)
    sections = [section for section in document.sections if section.start <= passage.start]
    section = sections[-1] if sections else None
    path = document.url_path if section is None or not section.anchor else f"{document.url_path}#{section.anchor}"
    return Hit(
        id=document.id,
        kind=document.kind,
        institution=document.institution,
        consultation=document.consultation,
        language=document.language,
        state=document.state,
        year=document.year,
        published_at=document.published_at,
        url_path=path,
        section=section.label if section else "",
        section_in_passage=section is not None and passage.begins <= section.start,
        title=document.title,
        title_html=marker.mark_all(document.title, kept.title),
        passage_html=passage.html,
        part=document.part,
        facets=document.facet_values(),
    )
