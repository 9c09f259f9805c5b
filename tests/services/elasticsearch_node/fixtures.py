"""Real Elasticsearch nodes, started once for the session and ended with it."""

import importlib.util
import os
import shutil
import signal
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

ES_NODE = Path(__file__).parent / "es_node.py"


def need(*programs: str) -> None:
    """Skip with the reason where a program is missing; in CI, where all can be installed, fail."""
    absent = [program for program in programs if shutil.which(program) is None]
    if absent and os.environ.get("CI") == "true":
        pytest.fail(f"missing in CI: {', '.join(absent)}")
    if absent:
        pytest.skip(f"missing: {', '.join(absent)}; `make services` says what installs it")


def free_port_with_partner(distance: int) -> int:
    """A port on which nothing listens, nor on the one `distance` above it."""
    while True:
        with socket.socket() as low, socket.socket() as high:
            low.bind(("127.0.0.1", 0))
            port: int = low.getsockname()[1]
            try:
                high.bind(("127.0.0.1", port + distance))
            except (OSError, OverflowError):
                continue
            return port


@pytest.fixture(scope="session")
def es_node() -> ModuleType:
    """The module that runs Elasticsearch nodes, loaded from its file."""
    spec = importlib.util.spec_from_file_location("es_node", ES_NODE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def elasticsearch_url(es_node: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a real Elasticsearch node of the version that elasticsearch-dsl belongs to.

    TEST_ELASTICSEARCH_URL names one that runs already.
    """
    if running := os.environ.get("TEST_ELASTICSEARCH_URL"):
        yield running
        return
    need("mvn", "javac", "java")
    folder = tmp_path_factory.mktemp("elasticsearch")
    (url,) = es_node.up(folder, nodes=1, port=free_port_with_partner(100), heap="512m")
    yield url
    es_node.down(folder)


@dataclass(frozen=True)
class Cluster:
    """Three nodes that run; `kill` ends one without warning."""

    module: ModuleType
    folder: Path
    urls: tuple[str, ...]

    def kill(self, name: str) -> None:
        """kill -9 of the node with this name."""
        self.module.stop(self.folder / f"{name}.pid", signal.SIGKILL)

    @property
    def places(self) -> str:
        """host:port of every node, as SEARCH_URL has them."""
        return ",".join(url.removeprefix("http://") for url in self.urls)


@pytest.fixture
def elasticsearch_cluster(es_node: ModuleType, tmp_path: Path) -> Iterator[Cluster]:
    """A cluster of three of its own for one test, which may kill nodes."""
    need("mvn", "javac", "java")
    urls = es_node.up(tmp_path, nodes=3, port=free_port_with_partner(100), heap="512m")
    yield Cluster(es_node, tmp_path, tuple(urls))
    es_node.down(tmp_path)
