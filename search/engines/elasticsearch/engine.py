"""The engine for production: an Elasticsearch cluster."""

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from search.analysis import ANALYSIS_VERSION
from search.documents import SearchDocument
from search.engines.base import EngineStatus, EngineUnavailableError, Kept, Results, hit_from
from search.engines.counting import no_facets
from search.engines.elasticsearch import words
from search.engines.elasticsearch.address import Address
from search.engines.elasticsearch.client import asking, connect, reason_of
from search.engines.elasticsearch.indices import Indices
from search.engines.elasticsearch.question import (
    Question,
    asked_first,
    candidate_of,
    document_of,
    kept_of,
    no_answer,
    ranked,
    rarities,
    rarity_in,
    seeking,
    total_of,
)
from search.engines.elasticsearch.writer import ElasticsearchWriter
from search.engines.proposing import FoundLabel, Judged, Proposing, Word
from search.highlighting import Marker
from search.query import SearchQuery
from search.ranking import Rarity
from search.signatures import storable
from search.terms import Term

_A_TURN = 1_000  # ids
_ASKED_AT_ONCE = 500
_NOT_THERE = 404


class ElasticsearchEngine(Proposing):
    """A search engine in a cluster."""

    drains_at_once = False

    def __init__(self, address: Address) -> None:
        self._client = connect(address)
        self._indices = Indices(self._client, address)
        # What is left of the time in which a client would give up, so that the cluster gives up first.
        self._patience = f"{max(50, int(address.timeout * 900))}ms"

    def search(self, query: SearchQuery) -> Results:
        """Answer a query with three requests: how rare its words are, what is found, what is shown."""
        if query.is_wordless:
            return Results(query=query, hits=(), total=0, facets=no_facets())
        # Where nothing is put in order by what it says, nothing is judged.
        question = Question(query, self._ask_all(asked_first(query)) if ranked(query) else ())
        best, counts = self._ask_all([question.best(), question.counts()])
        found = self.load(question.page(best))
        marker = Marker(query.parsed.positive_terms)
        return Results(
            query=query,
            hits=tuple(hit_from(one, marker) for one in found),
            total=total_of(counts),
            facets=question.facets(counts),
        )

    def judged(self, query: SearchQuery, document_id: str = "") -> tuple[int, list[Judged]]:
        """How many are found, and what is thought of the best (see Proposing)."""
        if query.is_wordless:
            return 0, []
        question = Question(query, self._ask_all(asked_first(query)))
        answer = self._ask(question.best(document_id=document_id, total=True))
        judge = question.judge()
        candidates = [candidate_of(hit) for hit in answer["hits"]["hits"]]
        if question.by_relevance:
            candidates = judge.order(candidates)
        return total_of(answer), [Judged(one.key, one, judge.score(one)) for one in candidates]

    def load(self, keys: Sequence[int | str]) -> list[Kept]:
        """Documents by their ids (see Proposing); those that are gone since are left out."""
        if not keys:
            return []
        answer = self._ask(
            {
                "query": {"ids": {"values": [str(key) for key in keys]}},
                "_source": ["document", "published", "version", "tail", "places"],
                "docvalue_fields": ["head"],
                "size": len(keys),
            }
        )
        found = {
            hit["_id"]: kept_of(hit["_source"], base64.b64decode(hit["fields"]["head"][0]))
            for hit in answer["hits"]["hits"]
        }
        return [found[str(key)] for key in keys if str(key) in found]

    def rarity(self, terms: Sequence[Term]) -> Rarity:
        """How many documents hold each term."""
        return rarity_in(self._ask_all(rarities(terms)))

    def which_find(self, queries: Sequence[SearchQuery]) -> list[bool]:
        """Of each query, whether it finds anything."""
        answers = self._ask_all([seeking(query) for query in queries]) if queries else []
        return [total_of(answer) > 0 for answer in answers]

    def labels(
        self, words_before: Sequence[str], prefix: str, institutions: frozenset[str] | None
    ) -> Iterable[FoundLabel]:
        """Titles and sections (see Proposing)."""
        return words.labels(
            self._ask(words.asking_labels(words_before, prefix, institutions)), words_before, prefix
        )

    def completions(self, prefix: str) -> Iterable[Word]:
        """Frequent words (see Proposing)."""
        return words.found(self._ask(words.asking_completions(prefix)))

    def neighbours(self, folded: str, edits: int) -> Iterable[Word]:
        """Similar words (see Proposing)."""
        near = words.near(self._ask(words.asking_neighbours(folded, edits)))
        return words.found(self._ask(words.asking_surfaces(near))) if near else []

    def documents(self, document_id: str) -> list[SearchDocument]:
        """The indexed documents of one thing, by part."""
        answer = self._ask(
            {
                "query": {"term": {"thing": storable(document_id)}},
                "_source": ["document", "published", "version"],
                "sort": ["part"],
                "size": _A_TURN,
            }
        )
        return [document_of(hit["_source"]) for hit in answer["hits"]["hits"]]

    def digests(self, source: str, object_ids: Sequence[str]) -> dict[str, dict[str, str]]:
        """Of each object that is indexed: part → digest of its document."""
        standing = self._indices.standing()
        if not standing.current:
            return {}
        found: dict[str, dict[str, str]] = {}
        writer = ElasticsearchWriter(self._client, [standing.current])
        with asking():
            for start in range(0, len(object_ids), _ASKED_AT_ONCE):
                wanted = [(source, storable(one)) for one in object_ids[start : start + _ASKED_AT_ONCE]]
                for _, object_id, hit in writer.known(standing.current, wanted):
                    facts = hit["_source"]
                    found.setdefault(object_id, {})[facts["part"]] = facts["digest"].rpartition(" ")[2]
        return found

    def object_ids(self, source: str) -> Iterator[str]:
        """Every object of a source that is indexed, once."""
        after: dict[str, Any] = {}
        while True:
            sources: dict[str, Any] = {
                "sources": [{"id": {"terms": {"field": "object_id"}}}],
                "size": _A_TURN,
                **after,
            }
            answer = self._ask(
                {
                    "size": 0,
                    "query": {"term": {"source": storable(source)}},
                    "aggs": {"objects": {"composite": sources}},
                }
            )
            objects = answer.get("aggregations", {}).get("objects", {"buckets": []})
            yield from (bucket["key"]["id"] for bucket in objects["buckets"])
            if "after_key" not in objects:
                return
            after = {"after": objects["after_key"]}

    @contextmanager
    def writing(self, patience: float = 10.0, *, rebuilding: bool = False) -> Iterator[ElasticsearchWriter]:
        """An exclusive turn to write (see SearchEngine.writing)."""
        with self._indices.turn(patience):
            standing = self._indices.standing() if rebuilding else self._indices.ensure()
            if rebuilding and not standing.next:
                raise EngineUnavailableError("Elasticsearch: the rebuild was ended by somebody else")
            targets = [standing.next] if rebuilding else standing.targets
            resumed = rebuilding and self._indices.resumed
            writer = ElasticsearchWriter(self._client, targets, filling=rebuilding, resumed=resumed)
            yield writer
            writer.finish(visible=not rebuilding)

    def begin_rebuild(self) -> int:
        """Make an index beside the one that answers, or go on with one (see SearchEngine.begin_rebuild)."""
        with self._indices.turn(10.0):
            return self._indices.begin()

    def end_rebuild(self, generation: int) -> None:
        """Let the index that was filled answer."""
        with self._indices.turn(10.0):
            self._indices.end(generation)

    def ping(self) -> None:
        """Ask whether there is an index."""
        self._indices.standing()

    def status(self) -> EngineStatus:
        """What the index holds."""
        reason = self._indices.reason_to_rebuild()
        total = total_of(self._ask({"size": 0, "track_total_hits": True}))
        return EngineStatus("elasticsearch", total, ANALYSIS_VERSION, reason)

    def clear(self) -> None:
        """Remove every index of this installation."""
        self._indices.clear()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _ask(self, body: dict[str, Any]) -> Mapping[str, Any]:
        """One search."""
        (answer,) = self._ask_all([body])
        return answer

    def _ask_all(self, bodies: Sequence[dict[str, Any]]) -> list[Mapping[str, Any]]:
        """Several searches in one request."""
        header: dict[str, Any] = {"index": self._indices.alias, "allow_partial_search_results": False}
        searches = [part for body in bodies for part in (header, {"timeout": self._patience, **body})]
        with asking():
            answers = self._client.msearch(searches=searches)["responses"]
        return [_whole(answer) for answer in answers]


def _whole(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """An answer; that of an index that is not there. One that is not whole is none."""
    if answer["status"] == _NOT_THERE:
        return no_answer()
    if "error" in answer:
        raise EngineUnavailableError(f"Elasticsearch: {answer['status']} {reason_of(answer)}")
    if answer["timed_out"] or answer["_shards"]["failed"]:
        raise EngineUnavailableError("Elasticsearch: the answer is not complete")
    return answer
