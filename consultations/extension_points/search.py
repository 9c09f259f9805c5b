"""What plugins make findable, and how it looks among the results."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.utils.safestring import SafeString

from consultations.events import RecordEvent
from plugins.kernel.points import Combine, ExtensionPoint, Timing


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResultContext:
    """Hits of one kind on a page of results: {document id: uuid or key of the object}."""

    institution: UUID | None
    kind: str
    hits: Mapping[str, str]
    language: str
    request: HttpRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFooterContext:
    """A page of search results, after the last one; `total` is the number of hits."""

    institution: UUID | None
    query: str
    total: int
    language: str
    request: HttpRequest


SEARCH_SOURCE: ExtensionPoint[RecordEvent, object] = ExtensionPoint(
    "search.source",
    RecordEvent,
    object,
    timing=Timing.START,
    options=frozenset(),
    doc="""Something that can be found by search. The handler is a search source object as `plugins.api.search`
    describes it; it is collected at start-up.""",
)
SEARCH_FACET: ExtensionPoint[RecordEvent, object] = ExtensionPoint(
    "search.facet",
    RecordEvent,
    object,
    timing=Timing.START,
    options=frozenset({"name", "label", "field"}),
    doc="""A facet by which results can be narrowed. `options["name"]` is the key that sources put into
    `SearchDocument.facets`, `options["label"]` maps language codes to its heading. With `options["field"]`, the
    name of a form field of the plugin's, submissions are found by what people entered in it, as far as it is
    public and short. The handler is
    `handler(values: list[str], language: str) -> dict[str, str]`: the labels of values.""",
)
SEARCH_RESULT: ExtensionPoint[SearchResultContext, dict[str, SafeString]] = ExtensionPoint(
    "search.result",
    SearchResultContext,
    dict[str, SafeString],
    combine=Combine.MERGE,
    options=frozenset({"kind"}),
    doc="""What is shown with each hit of a kind, below its passage: a mapping from document id to HTML, for all
    hits of `options["kind"]` on a page at once.""",
)
SEARCH_FOOTER: ExtensionPoint[SearchFooterContext, SafeString] = ExtensionPoint(
    "search.footer",
    SearchFooterContext,
    SafeString,
    options=frozenset(),
    doc="Below the results of a search.",
)
