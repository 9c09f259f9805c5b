"""Bringing documents into the cluster: gathered for a turn, sent in bulk at its end."""

import base64
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import parallel_bulk, streaming_bulk

from search.analysis import ANALYSIS_VERSION
from search.documents import SearchDocument
from search.engines.base import EngineUnavailableError
from search.engines.elasticsearch.client import WRITE_TIMEOUT, asking, reason_of
from search.engines.elasticsearch.question import key, written
from search.engines.forms import marks_of, weights_of
from search.engines.indexed import Indexed, index_document
from search.signatures import storable

_ASKED_AT_ONCE = 500  # objects
_SENT_AT_ONCE = 250  # documents
_MOST_LISTED = 10_000  # documents of these
_A_MILLISECOND = 1_000  # microseconds
_CONFLICT, _GONE = 409, 404

Wanted = dict[tuple[str, str], dict[str, SearchDocument]]


@dataclass(frozen=True, slots=True)
class _Known:
    key: str
    version: int
    digest: str
    place: dict[str, int]
    """By which a change is refused that does not know of another."""


class ElasticsearchWriter:
    """Writes of one exclusive turn, sent by `finish`.

    `targets` are the indices that must follow. While the index of a rebuild is filled (`filling`), documents
    that it has already are left alone: a change brought them there, and changes are newer. `resumed`: it was being
    filled before.
    """

    def __init__(
        self, client: Elasticsearch, targets: Sequence[str], *, filling: bool = False, resumed: bool = False
    ) -> None:
        self._client = client.options(request_timeout=WRITE_TIMEOUT)
        self._targets = targets
        self._filling = filling
        self._resumed = resumed
        self._wanted: Wanted = {}

    def replace(self, source: str, object_id: str, documents: Sequence[SearchDocument]) -> None:
        """Make `documents` all that is indexed of one object (see IndexWriter.replace)."""
        self._wanted[source, storable(object_id)] = {storable(document.part): document for document in documents}

    def written(self, source: str, object_ids: Sequence[str]) -> Collection[str]:
        """Which objects the index that is being filled has already."""
        if not self._resumed:
            return ()
        (target,) = self._targets
        wanted = [(source, storable(object_id)) for object_id in object_ids]
        with asking():
            self._client.indices.refresh(index=target)
            return {object_id for _, object_id, _ in self.known(target, wanted)}

    def finish(self, *, visible: bool = True) -> None:
        """Send everything; with `visible`, searches see it afterwards."""
        if not self._wanted:
            return
        with asking():
            for target in self._targets:
                self._send(target, self._filled() if self._filling else self._changes(target), visible=visible)
        self._wanted = {}

    def _send(self, target: str, actions: Iterable[dict[str, Any]], *, visible: bool) -> None:
        # While an index is filled, documents are made ready as others are on their way.
        bulk = partial(parallel_bulk, thread_count=2, queue_size=2) if self._filling else streaming_bulk
        outcomes = bulk(
            self._client,
            actions,
            index=target,
            chunk_size=_SENT_AT_ONCE,
            raise_on_error=False,
            refresh=visible,
        )
        refused = []
        for accepted, outcome in outcomes:
            ((action, item),) = outcome.items()
            harmless = (action == "create" and self._filling and item["status"] == _CONFLICT) or (
                action == "delete" and item["status"] == _GONE
            )
            if not accepted and not harmless:
                refused.append(f"{item['status']} {reason_of(item)}")
        if refused:
            raise EngineUnavailableError(f"Elasticsearch refused {len(refused)} changes, the first: {refused[0]}")

    def _filled(self) -> Iterator[dict[str, Any]]:
        for (source, object_id), documents in self._wanted.items():
            for part, document in documents.items():
                yield _creation(source, object_id, part, document)

    def _changes(self, target: str) -> Iterator[dict[str, Any]]:
        """What must be done so that the target holds what is wanted."""
        self._client.indices.refresh(index=target)
        known: dict[tuple[str, str], dict[str, _Known]] = {}
        for source, object_id, (part, row) in self._known_parts(target):
            known.setdefault((source, object_id), {})[part] = row
        for (source, object_id), documents in self._wanted.items():
            has = known.get((source, object_id), {})
            for part, row in has.items():
                if part not in documents:
                    yield {"_op_type": "delete", "_id": row.key, **row.place}
            for part, document in documents.items():
                row_now = has.get(part)
                if row_now is None:
                    yield _creation(source, object_id, part, document)
                elif row_now.version <= document.version and row_now.digest != _digest(document):
                    action = _creation(source, object_id, part, document)
                    yield {**action, "_op_type": "index", **row_now.place}

    def _known_parts(self, target: str) -> Iterator[tuple[str, str, tuple[str, _Known]]]:
        for source, object_id, hit in self.known(target, list(self._wanted)):
            facts = hit["_source"]
            place = {"if_seq_no": hit["_seq_no"], "if_primary_term": hit["_primary_term"]}
            yield source, object_id, (facts["part"], _Known(hit["_id"], facts["version"], facts["digest"], place))

    def known(self, target: str, wanted: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, Any]]:
        """(source, object id, hit) of every document that the target has of these objects."""
        for start in range(0, len(wanted), _ASKED_AT_ONCE):
            asked = set(wanted[start : start + _ASKED_AT_ONCE])
            yield from self._listed(target, asked)

    def _listed(self, target: str, asked: set[tuple[str, str]]) -> Iterator[tuple[str, str, Any]]:
        after: list[Any] | None = None
        while True:
            hits = self._client.search(
                index=target,
                query={"bool": {"filter": [{"terms": {"object_id": sorted({one for _, one in asked})}}]}},
                source_includes=["source", "object_id", "part", "version", "digest"],
                seq_no_primary_term=True,
                size=_MOST_LISTED,
                sort=[{"object_id": "asc"}, {"source": "asc"}, {"part": "asc"}],
                search_after=after,
                allow_partial_search_results=False,
            )["hits"]["hits"]
            for hit in hits:
                named = hit["_source"]["source"], hit["_source"]["object_id"]
                if named in asked:
                    yield *named, hit
            if len(hits) < _MOST_LISTED:
                return
            after = hits[-1]["sort"]


def _creation(source: str, object_id: str, part: str, document: SearchDocument) -> dict[str, Any]:
    indexed = index_document(source, document)
    fields = {
        "source": source,
        "thing": storable(document.id),
        "object_id": object_id,
        "part": part,
        "published": indexed.published,
        "date": indexed.published // _A_MILLISECOND,
        "tie": indexed.tie,
        "version": document.version,
        "length": indexed.length,
        "digest": _digest(document),
        "facets": {name: list(values) for name, values in indexed.facets.items()},
        **_fields(indexed),
        **_kept(document, indexed),
    }
    return {"_op_type": "create", "_id": key(source, object_id, part), "_source": fields}


def _fields(indexed: Indexed) -> dict[str, Any]:
    fields: dict[str, Any] = {"title": indexed.title, "body": indexed.body}
    fields["marks"] = marks_of(*indexed.signatures, repeated=False)
    fields["weights"] = weights_of(*indexed.signatures)
    fields["label_folded"] = [label.folded for label in indexed.labels]
    fields["words"] = sorted(f"{folded} {surface}" for folded, surface in indexed.words)
    return fields


def _kept(document: SearchDocument, indexed: Indexed) -> dict[str, Any]:
    packed = {
        name: base64.b64encode(getattr(indexed.packed, name)).decode() for name in ("head", "tail", "places")
    }
    return {
        **{name: text for name, text in packed.items() if text},
        "document": _storable(written(document, indexed.facets)),
        "labels": [[label.place, label.text, label.anchor, label.folded] for label in indexed.labels],
    }


def _digest(document: SearchDocument) -> str:
    return f"{ANALYSIS_VERSION} {document.digest()}"


def _storable(value: Any) -> Any:
    """The same with every text storable, whatever holds it."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {name: _storable(inner) for name, inner in value.items()}
    return [_storable(inner) for inner in value] if isinstance(value, list) else value
