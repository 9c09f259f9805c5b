"""A node dies under writing and reading: no wrong answer, nothing lost, and answers again within half a minute."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from elasticsearch import Elasticsearch

from search import outbox, sources, upkeep
from search.documents import SearchDocument
from search.engines import EngineUnavailableError, SearchEngine, engine_for, engines
from search.query import SearchQuery
from tests.services.elasticsearch_node.fixtures import Cluster

pytestmark = [pytest.mark.services, pytest.mark.django_db, pytest.mark.same_on_every_database]

PREFIX = "three"
ONLY_SUBMISSIONS = {"kind": frozenset({"submission"})}
STEADY = 60  # documents that nobody touches
BATCH = 5
WRITTEN_BEFORE, WRITTEN_AFTER = 5, 8  # batches


class Growing:
    """A source that gets more and more objects."""

    kind = "things"

    def __init__(self, make: Callable[..., SearchDocument]) -> None:
        self.count = STEADY
        self._make = make

    def documents(self, object_ids: Sequence[str]) -> Iterable[SearchDocument]:
        for number in (UUID(object_id).int for object_id in object_ids):
            if number < self.count:
                yield self._make(number, "postojano" if number < STEADY else "raste")

    def object_ids(self) -> Iterator[str]:
        return (str(UUID(int=number)) for number in range(self.count))

    def grow(self) -> None:
        added = range(self.count, self.count + BATCH)
        self.count += BATCH
        outbox.enqueue_many(self.kind, [str(UUID(int=number)) for number in added])


@dataclass
class Reader:
    """Searches without pause. What it is told is written (`at_least`) it must find."""

    engine: SearchEngine
    at_least: int = 0
    wrong: list[str] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    refused: int = 0
    ended: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        while not self.ended.is_set():
            least = self.at_least
            try:
                steady = self.engine.search(SearchQuery(text="postojano"))
                growing = self.engine.search(SearchQuery(text="raste", filters=ONLY_SUBMISSIONS))
            except EngineUnavailableError:
                self.refused += 1
                time.sleep(0.05)
                continue
            self.answered.append(time.monotonic())
            if (steady.total, steady.facets["kind"][0].count, len(steady.hits)) != (STEADY, STEADY, 20):
                self.wrong.append(f"{steady.total} of {STEADY} that were always there")
            if growing.total < least:
                self.wrong.append(f"{growing.total} of {least} that were written")


def node_with_the_primary(client: Elasticsearch) -> str:
    """The name of the node that takes the writes of the index that answers."""
    state = client.cluster.state(metric=["nodes", "routing_table"])
    (index,) = client.indices.get_alias(name=PREFIX)
    (copies,) = state["routing_table"]["indices"][index]["shards"].values()
    (primary,) = [copy for copy in copies if copy["primary"]]
    assert len(copies) == 2
    return str(state["nodes"][primary["node"]]["name"])


def write(source: Growing, reader: Reader, batches: int) -> None:
    """As the worker does: what cannot be written stays in the outbox."""
    for _ in range(batches):
        source.grow()
        deadline = time.monotonic() + 60
        while outbox.status().pending:
            assert time.monotonic() < deadline, outbox.status().last_error
            try:
                outbox.drain(patience=1.0)
            except EngineUnavailableError:
                time.sleep(0.2)
        reader.at_least = source.count - STEADY


def test_killing_the_node_with_the_primary_loses_nothing_and_shows_nothing_wrong(
    elasticsearch_cluster: Cluster, settings, make_document: Callable[..., SearchDocument]
) -> None:
    settings.SEARCH_URL = f"elasticsearch://{elasticsearch_cluster.places}/{PREFIX}?timeout=5"
    source = Growing(make_document)
    sources.register(source)
    upkeep.rebuild()
    client = Elasticsearch(list(elasticsearch_cluster.urls), request_timeout=10, max_retries=3)
    client.options(request_timeout=70).cluster.health(wait_for_status="green", timeout="60s")
    engine_for.cache_clear()  # the reader is another process, in effect
    reader = Reader(engines()["main"])
    thread = threading.Thread(target=reader.run)
    thread.start()
    try:
        write(source, reader, WRITTEN_BEFORE)
        elasticsearch_cluster.kill(node_with_the_primary(client))
        killed_at = time.monotonic()
        write(source, reader, 1)
        writing_after = time.monotonic() - killed_at
        write(source, reader, WRITTEN_AFTER - 1)
    finally:
        reader.ended.set()
        thread.join()
    assert reader.wrong == []
    answered = [at - killed_at for at in reader.answered if at > killed_at]
    pauses = [later - sooner for sooner, later in zip([0.0, *answered], answered, strict=False)]
    assert max(pauses) < 30
    assert writing_after < 30
    added = (WRITTEN_BEFORE + WRITTEN_AFTER) * BATCH
    assert engines()["main"].search(SearchQuery(text="raste")).total == added
    found = upkeep.verify()["things"]
    assert (found.checked, found.all) == (STEADY + added, ())
    client.close()
