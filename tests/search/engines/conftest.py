"""Every engine, one after the other, empty."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from search.engines import SearchEngine, engine_for
from search.engines.sqlite.engine import SQLiteEngine

SOURCES = ("things", "other things")


@pytest.fixture(scope="session")
def cluster_engine(request: pytest.FixtureRequest) -> Iterator[SearchEngine]:
    """An engine of this session's own in a real Elasticsearch."""
    url = request.getfixturevalue("elasticsearch_url").removeprefix("http://")
    made = engine_for(f"elasticsearch://{url}/contract-{uuid4().hex[:8]}?timeout=20")
    yield made
    made.clear()
    made.close()


def in_a_file(request: pytest.FixtureRequest, folder: Path) -> SearchEngine:
    return SQLiteEngine(str(folder / "index.sqlite3"))


def in_memory(request: pytest.FixtureRequest, folder: Path) -> SearchEngine:
    return SQLiteEngine(":memory:")


def in_elasticsearch(request: pytest.FixtureRequest, folder: Path) -> SearchEngine:
    made: SearchEngine = request.getfixturevalue("cluster_engine")
    empty(made)
    return made


def empty(engine: SearchEngine) -> None:
    """Take everything out, which is quicker than making the index anew."""
    held = {source: list(engine.object_ids(source)) for source in SOURCES}
    if any(held.values()):
        with engine.writing() as writer:
            for source, object_ids in held.items():
                for object_id in object_ids:
                    writer.replace(source, object_id, [])


@pytest.fixture(params=[in_a_file, in_memory, pytest.param(in_elasticsearch, marks=pytest.mark.services)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    """An engine that the contract must hold for."""
    make: Callable[[pytest.FixtureRequest, Path], SearchEngine] = request.param
    made = make(request, tmp_path)
    yield made
    if make is not in_elasticsearch:
        made.clear()
        made.close()
