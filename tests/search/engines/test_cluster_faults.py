"""What a cluster in trouble costs: search is late, never wrong; nothing is lost, and nobody mends it by hand."""

import json
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from elasticsearch import Elasticsearch

from search import outbox, sources, upkeep
from search.documents import SearchDocument
from search.engines import EngineUnavailableError, SearchEngine, engine_for, engines
from search.query import SearchQuery

Make = Callable[..., SearchDocument]


class Shelf:
    """A source over a dict: number → text."""

    kind = "things"

    def __init__(self, make: Make) -> None:
        self.texts: dict[int, str] = {}
        self._make = make

    def documents(self, object_ids: Sequence[str]) -> Iterable[SearchDocument]:
        numbers = [UUID(object_id).int for object_id in object_ids]
        return [self._make(number, self.texts[number]) for number in numbers if number in self.texts]

    def object_ids(self) -> Iterator[str]:
        return (str(UUID(int=number)) for number in sorted(self.texts))

    def put(self, number: int, text: str) -> None:
        self.texts[number] = text
        outbox.enqueue(self.kind, str(UUID(int=number)))

    def hide(self, number: int) -> None:
        del self.texts[number]
        outbox.enqueue(self.kind, str(UUID(int=number)))


@pytest.fixture
def shelf(make_document: Make) -> Shelf:
    source = Shelf(make_document)
    sources.register(source)
    return source


def total(text: str = "") -> int:
    return engines()["main"].search(SearchQuery(text=text)).total


@pytest.mark.django_db
@pytest.mark.services
class TestOneNode:
    @pytest.fixture(autouse=True)
    def installation(self, settings, elasticsearch_url: str) -> Iterator[None]:
        """SEARCH_URL names a real node."""
        self.prefix = f"faults-{uuid4().hex[:8]}"
        place = elasticsearch_url.removeprefix("http://")
        settings.SEARCH_URL = f"elasticsearch://{place}/{self.prefix}?timeout=20"
        self.client = Elasticsearch(elasticsearch_url, request_timeout=30)
        self.engine: SearchEngine = engines()["main"]
        yield
        self.engine.clear()
        self.client.options(ignore_status=404).indices.delete(index=self.prefix)
        self.client.close()

    @property
    def index(self) -> str:
        (name,) = self.client.indices.get_alias(name=self.prefix)
        return str(name)

    def test_worker_builds_the_index_and_brings_changes_in(self, shelf: Shelf) -> None:
        shelf.put(1, "komuna")
        assert upkeep.tend() == 1
        assert (total("komuna"), self.engine.status().rebuild_reason) == (1, "")
        shelf.put(2, "komuna")
        assert upkeep.tend() == 2  # that of before the rebuild, and the new one
        assert (total("komuna"), outbox.status().pending) == (2, 0)

    def test_hidden_submission_is_gone_within_two_seconds(self, shelf: Shelf) -> None:
        shelf.put(1, "komuna")
        upkeep.tend()
        upkeep.tend()
        hidden_at = time.monotonic()
        shelf.hide(1)
        time.sleep(1.0)  # the worker's pause, at its longest
        upkeep.tend()
        assert total("komuna") == 0
        assert time.monotonic() - hidden_at < 2.0

    @pytest.mark.parametrize("block", ["write", "read_only", "read_only_allow_delete"])
    def test_index_that_takes_no_writes_answers_and_catches_up(
        self, shelf: Shelf, block: str, monkeypatch
    ) -> None:
        """`read_only_allow_delete` is what a full disk (flood stage) does."""
        shelf.put(1, "komuna")
        upkeep.tend()
        upkeep.tend()
        self.client.indices.put_settings(index=self.index, settings={f"index.blocks.{block}": True})
        shelf.put(2, "komuna")
        assert upkeep.tend() == 0
        status = outbox.status()
        assert (status.pending, status.failing) == (1, 1)
        assert "cluster_block_exception" in status.last_error
        assert total("komuna") == 1
        self.client.indices.put_settings(index=self.index, settings={f"index.blocks.{block}": None})
        upkeep._pauses.clear()  # some seconds later
        assert upkeep.tend() == 1
        assert (total("komuna"), outbox.status().pending) == (2, 0)

    def test_index_of_another_mapping_is_replaced(self, shelf: Shelf) -> None:
        self.client.indices.create(
            index=f"{self.prefix}-v1",
            mappings={"properties": {"title_folded": {"type": "keyword"}}},
            aliases={self.prefix: {}},
        )
        assert self.engine.status().rebuild_reason == "the index has another mapping"
        shelf.put(1, "komuna")
        upkeep.tend()
        assert (total("komuna"), self.index) == (1, f"{self.prefix}-v2")
        assert self.engine.status().rebuild_reason == ""

    def test_index_that_took_our_name_is_replaced(self, shelf: Shelf) -> None:
        self.client.index(index=self.prefix, document={"something": "else"}, refresh=True)
        shelf.put(1, "komuna")
        upkeep.tend()
        assert total("komuna") == 1
        assert self.engine.status().rebuild_reason == ""

    def test_rebuild_leaves_no_gap_and_changes_meanwhile_are_kept(self, shelf: Shelf, monkeypatch) -> None:
        monkeypatch.setattr(upkeep, "_OBJECTS_A_TURN", 2)
        for number in range(1, 7):
            shelf.put(number, "komuna")
        upkeep.tend()
        while outbox.drain():
            pass
        seen = []

        def meanwhile(kind: str, done: int, count: int) -> None:
            seen.append(total("komuna"))
            if done == 2:
                shelf.hide(1)  # already in the new index
                shelf.hide(5)  # not yet
                shelf.put(7, "komuna")
                outbox.drain()

        upkeep.rebuild(progress=meanwhile)
        assert seen == [6, 5, 5]
        assert total("komuna") == 5
        found = upkeep.verify()["things"]
        assert (found.checked, found.all) == (5, ())
        assert list(self.client.indices.get(index=f"{self.prefix}-v*")) == [f"{self.prefix}-v2"]

    def test_rebuild_that_was_interrupted_goes_on_in_the_same_index(self, shelf: Shelf, monkeypatch) -> None:
        monkeypatch.setattr(upkeep, "_OBJECTS_A_TURN", 2)
        shelf.texts = dict.fromkeys(range(1, 6), "komuna")

        def interrupted(kind: str, done: int, count: int) -> None:
            if done == 4:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            upkeep.rebuild(progress=interrupted)
        assert upkeep.rebuild() == 1
        assert total("komuna") == 5

    def test_turn_of_somebody_who_died_is_taken_when_it_runs_out(self, shelf: Shelf, monkeypatch) -> None:
        shelf.put(1, "komuna")
        upkeep.tend()
        stranger = {"owner": "elsewhere", "until": time.time() + 1.0}
        self.client.index(index=f"{self.prefix}-turn", id="turn", document=stranger, refresh=True)
        with pytest.raises(EngineUnavailableError, match="somebody else is writing"):
            outbox.drain(patience=0.2)
        assert outbox.drain(patience=5.0) == 1


class Silent:
    """A server that takes connections and never answers."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.port = self._socket.getsockname()[1]

    def close(self) -> None:
        self._socket.close()


def test_cluster_that_does_not_answer_is_given_up_soon() -> None:
    silent = Silent()
    engine = engine_for(f"elasticsearch://127.0.0.1:{silent.port}/silent?timeout=0.3")
    began = time.monotonic()
    with pytest.raises(EngineUnavailableError, match="Timeout"):
        engine.search(SearchQuery(text="komuna"))
    with pytest.raises(EngineUnavailableError):
        engine.ping()
    assert time.monotonic() - began < 3
    silent.close()


def test_cluster_that_is_not_there_is_said_without_what_was_searched_for() -> None:
    engine = engine_for("elasticsearch://127.0.0.1:9/nobody?timeout=0.5")
    with pytest.raises(EngineUnavailableError) as refused:
        engine.search(SearchQuery(text="tajna"))
    assert str(refused.value) == "Elasticsearch: ConnectionError"


class Answering(BaseHTTPRequestHandler):
    """Answers as an Elasticsearch without any index, and notes who asked."""

    asked_by: list[str] = []

    def do_GET(self) -> None:
        """No alias."""
        self.asked_by.append(self.headers["Authorization"])
        body = json.dumps({"error": "alias [k] missing", "status": 404}).encode()
        self.send_response(404)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Tests are quiet."""


@pytest.fixture
def encrypted(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """The port of a server with a certificate of its own making, and that certificate."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    server = HTTPServer(("127.0.0.1", 0), Answering)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Answering.asked_by.clear()
    yield server.server_address[1], certificate
    server.shutdown()
    server.server_close()


def test_key_is_sent_to_a_server_whose_certificate_is_known_and_to_no_other(
    encrypted: tuple[int, Path], settings
) -> None:
    settings.SEARCH_API_KEY = "the-key"
    port, certificate = encrypted
    engine_for(f"elasticsearch://localhost:{port}/k?ca_file={certificate}").ping()
    assert Answering.asked_by == ["ApiKey the-key"]
    for doubtful in (f"localhost:{port}/k?tls=true", f"127.0.0.1:{port}/k?ca_file={certificate}"):
        with pytest.raises(EngineUnavailableError, match="Tls"):
            engine_for(f"elasticsearch://{doubtful}").ping()
    assert len(Answering.asked_by) == 1
