"""What every search engine offers, and what it answers with."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.safestring import SafeString

from search.documents import SearchDocument
from search.highlighting import Marker
from search.query import SearchQuery


class EngineUnavailableError(Exception):
    """The engine cannot answer or take writes now; asking again later may help."""


class EngineDamagedError(EngineUnavailableError):
    """The index cannot be read; `SearchEngine.clear` and a rebuild mend it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found. `title_html` and `passage_html` are escaped, with `<mark>` around what matched.

    `url_path` leads into the document, to the section the passage is from; `section` is that section's label,
    which the passage itself begins with where `section_in_passage`.
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
    """One page of an answer. `total` is exact. `facets` has an entry for every name in FACETS, values with
    the highest counts first (years newest first)."""

    query: SearchQuery
    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[FacetCount, ...]]

    @property
    def pages(self) -> int:
        """How many pages may be asked for."""
        needed = -(-self.total // self.query.page_size)
        return max(1, min(needed, self.query.last_page))


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


class SearchEngine(Protocol):
    """An index of SearchDocuments. Every method may raise EngineUnavailableError. Threads may share it."""

    drains_at_once: bool
    """Whether the web process itself brings changes in right after commit (an engine in a file can)."""

    def search(self, query: SearchQuery) -> Results:
        """Answer a query, in a number of requests that does not depend on the data."""
        ...

    def writing(self, patience: float = 10.0) -> AbstractContextManager[IndexWriter]:
        """An exclusive turn to write; its writes take effect together at its end, or none on an error.

        What is written must be read inside the turn, so that turns never overtake each other.
        `patience`: seconds to wait for the turn.
        """
        ...

    def begin_rebuild(self) -> int:
        """Start building anew while searches go on; returns the generation to end with."""
        ...

    def end_rebuild(self, generation: int) -> None:
        """Drop whatever was not written since `begin_rebuild` returned `generation`."""
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


def hit_from(document: SearchDocument, marker: Marker) -> Hit:
    """The hit that shows `document`, marked and cut the same way for every engine."""
    passage = marker.best_passage(document.body, [section.start for section in document.sections])
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
        title_html=marker.mark_all(document.title),
        passage_html=passage.html,
    )
