"""One query to the cluster: a request for counts, facets and the best few hundred, one for what is shown."""

import base64
import time
from collections.abc import Mapping, Sequence
from typing import Any

from elasticsearch_dsl import A, Q, Search

from search import facets as known_facets
from search.documents import FACETS, SearchDocument, Section
from search.engines.base import MOST_VALUES, Kept
from search.engines.counting import Facets, in_order
from search.engines.elasticsearch.matching import asked, chosen, fresher, holding, titles_first
from search.engines.indexed import moment
from search.query import SearchQuery, Sort
from search.ranking import Candidate, Judge, Rarity, most_counted, window
from search.signatures import Packed, unpack, unpack_head
from search.terms import Term

Answer = Mapping[str, Any]

_ORDERS: dict[Sort, list[Any]] = {
    Sort.RELEVANCE: ["_score", {"published": "desc"}, {"tie": "desc"}],
    Sort.NEWEST: [{"published": "desc"}, {"tie": "desc"}],
    Sort.OLDEST: [{"published": "asc"}, {"tie": "asc"}],
}
_NAMED_BY = ("source", "object_id", "part")
_JUDGED_BY = ("head", "length", "published", "tie")
_MOST_ON_A_SHARD = 2_000


class Question:
    """One query, made into two searches: for the best hits, and for counts, which a shard remembers.

    `beforehand`: the answers to the searches of `asked_first`; none where nothing is judged.
    """

    def __init__(self, query: SearchQuery, beforehand: Sequence[Answer] = ()) -> None:
        self._query = query
        self._window = _judged(query)
        self._low, self._high = _span(query)
        self.by_relevance = ranked(query)
        self._rarity = rarity_in(beforehand[:-1]) if beforehand else Rarity(0, ())
        self._titled = total_of(beforehand[-1]) if beforehand else 0

    def best(self, *, document_id: str = "", total: bool = False) -> dict[str, Any]:
        """The body of the search for hits; with `total`, all are counted."""
        narrowed = [chosen(self._query)]
        if document_id:
            narrowed.append(Q("term", thing=document_id.encode("utf-8", "replace").decode()))
        enough = not document_id and not total and self._titled >= self._high
        scored = asked(self._query, self._rarity, titled=enough) if self.by_relevance else asked(self._query)
        better = []
        if self.by_relevance:
            better.append(fresher(self._rarity))
            if self._titled and not enough:
                better.append(titles_first(self._query.parsed))
        search = Search().query("bool", must=[scored], filter=narrowed, should=better).sort(*self._order())
        # All from columns: what is stored of hundreds of documents, their ids too, would have to be unpacked.
        columns = [*_NAMED_BY, *(_JUDGED_BY if self.by_relevance or total else ())]
        search = search[self._low : self._high].extra(
            track_total_hits=total, stored_fields="_none_", docvalue_fields=columns
        )
        body: dict[str, Any] = search.to_dict()
        return body

    def counts(self) -> dict[str, Any]:
        """The body of the search for the number of hits and the facets."""
        search = Search().query(asked(self._query)).post_filter(chosen(self._query))[0:0]
        search = search.extra(track_total_hits=True)
        self._count_facets(search)
        body: dict[str, Any] = search.to_dict()
        return body

    def _order(self) -> list[Any]:
        return _ORDERS[
            self._query.sort if self.by_relevance or self._query.sort is not Sort.RELEVANCE else Sort.NEWEST
        ]

    def _count_facets(self, search: Search) -> None:
        """Those that are not chosen from are all counted under the same filter, which is looked at once."""
        for name in known_facets.names():
            own = self._counted_under(name)
            if own not in search.aggs:
                search.aggs.bucket(own, "filter", filter=chosen(self._query, without=name))
            values = A(
                "terms",
                field=f"facets.{name}",
                size=MOST_VALUES,
                shard_size=_MOST_ON_A_SHARD,
                order=[{"_count": "desc"}, {"_key": "asc"}],
            )
            search.aggs[own].bucket(name, values)

    def _counted_under(self, name: str) -> str:
        return f"without:{name}" if name in self._query.chosen else "chosen"

    def facets(self, answer: Answer) -> Facets:
        """The facets in an answer."""
        counted = {}
        for name in known_facets.names():
            buckets = answer["aggregations"].get(self._counted_under(name), {}).get(name, {}).get("buckets", ())
            counted[name] = in_order(name, {bucket["key"]: bucket["doc_count"] for bucket in buckets})
        return counted

    def judge(self) -> Judge:
        """The judge of hits."""
        return Judge(self._query.parsed, self._rarity, time.time_ns() // 1000)

    def page(self, answer: Answer) -> list[str]:
        """The keys of the page's documents, in order."""
        hits = answer["hits"]["hits"]
        keys = [_key_of(hit) for hit in hits]
        if self.by_relevance and self._low == 0 and self._query.offset < self._window:
            first = self.judge().order([candidate_of(hit) for hit in hits[: self._window]])
            keys[: self._window] = [str(one.key) for one in first]
        begin = self._query.offset - self._low
        return keys[begin : begin + self._query.page_size]


def ranked(query: SearchQuery) -> bool:
    """Whether what is found is put in order by what it says."""
    return query.sort is Sort.RELEVANCE and bool(query.parsed.wanted)


def no_answer() -> Answer:
    """What an index that is not there yet would answer."""
    return {"hits": {"hits": [], "total": {"value": 0}}, "aggregations": {}}


def _judged(query: SearchQuery) -> int:
    """How many of the best are judged."""
    return window(query.parsed, weighed=True)


def _span(query: SearchQuery) -> tuple[int, int]:
    """Which hits to ask for: the whole window where the page is judged, else the page."""
    start, end = query.offset, query.offset + query.page_size
    judged = _judged(query)
    return (0, max(judged, end)) if ranked(query) and start < judged else (start, end)


def asked_first(query: SearchQuery) -> list[dict[str, Any]]:
    """Searches whose answers a Question must know: how rare the words are, and whether more titles hold all of
    them than are asked for."""
    first = query.parsed.titles_first
    titled = Q("bool", filter=[asked(query, titled=True), chosen(query)]) if first else Q("match_none")
    return [*rarities(query.parsed.positive_terms), _counting(_span(query)[1], titled)]


def seeking(query: SearchQuery) -> dict[str, Any]:
    """A search that ends with the first document found."""
    return _counting(1, Q("bool", filter=[asked(query), chosen(query)]))


def rarities(terms: Sequence[Term]) -> list[dict[str, Any]]:
    """Searches that count all documents and, as far as it matters, those that hold each term."""
    most = most_counted(len(terms))
    return [_counting(True, Q("match_all")), *(_counting(most, holding(term)) for term in terms)]


def rarity_in(answers: Sequence[Answer]) -> Rarity:
    """How rare terms are, from the answers to `rarities`."""
    everything, *each = map(total_of, answers)
    return Rarity(everything, tuple(min(count, most_counted(len(each))) for count in each))


def _counting(upto: int | bool, query: Any) -> dict[str, Any]:
    return {"size": 0, "track_total_hits": upto, "query": query.to_dict()}


def total_of(answer: Answer) -> int:
    """How many documents an answer counts."""
    total: int = answer["hits"]["total"]["value"]
    return total


def candidate_of(hit: Mapping[str, Any]) -> Candidate:
    """What a hit is judged by."""
    fields = {name: hit["fields"][name][0] for name in _JUDGED_BY}
    title, body = unpack_head(base64.b64decode(fields["head"]))
    return Candidate(_key_of(hit), title, body, fields["length"], fields["published"], fields["tie"])


def key(source: str, object_id: str, part: str) -> str:
    """The id of a document in the cluster."""
    return f"{source} {object_id} {part}"


def _key_of(hit: Mapping[str, Any]) -> str:
    return key(*(hit["fields"][name][0] for name in _NAMED_BY))


def written(document: SearchDocument, facets: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The part of a document that is only given back; the facets hold the rest."""
    return {
        "id": document.id,
        "kind": document.kind,
        "part": document.part,
        "consultation": document.consultation,
        "title": document.title,
        "body": document.body,
        "url_path": document.url_path,
        "sections": [[section.start, section.anchor, section.label] for section in document.sections],
        "facets": {name: list(values) for name, values in facets.items()},
    }


def kept_of(source: Mapping[str, Any], head: bytes) -> Kept:
    """A document with its tokens, from what was written."""
    packed = Packed(head, base64.b64decode(source.get("tail") or ""), base64.b64decode(source["places"]))
    title, body = unpack(packed)
    return Kept(document_of(source), title, body)


def document_of(source: Mapping[str, Any]) -> SearchDocument:
    """A document from what was written."""
    facts, facets = source["document"], source["document"]["facets"]

    def single(name: str) -> str:
        return facets[name][0] if name in facets else ""

    return SearchDocument(
        id=facts["id"],
        part=facts["part"],
        kind=facts["kind"],
        institution=single("institution"),
        consultation=facts["consultation"],
        language=single("language"),
        state=single("state"),
        year=int(single("year")),
        published_at=moment(source["published"]),
        version=source["version"],
        title=facts["title"],
        body=facts["body"],
        url_path=facts["url_path"],
        sections=tuple(Section(*section) for section in facts["sections"]),
        outcome=single("outcome"),
        provisions=tuple(facets.get("provision", ())),
        organisations=tuple(facets.get("organisation", ())),
        topics=tuple(facets.get("topic", ())),
        facets={name: tuple(values) for name, values in facets.items() if name not in FACETS},
    )
