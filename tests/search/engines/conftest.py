"""Every engine, one after the other, empty."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.engines import SearchEngine
from search.engines.sqlite.engine import SQLiteEngine


def in_a_file(folder: Path) -> SearchEngine:
    return SQLiteEngine(str(folder / "index.sqlite3"))


def in_memory(folder: Path) -> SearchEngine:
    return SQLiteEngine(":memory:")


@pytest.fixture(params=[in_a_file, in_memory])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    """An engine that the contract must hold for."""
    make: Callable[[Path], SearchEngine] = request.param
    made = make(tmp_path)
    yield made
    made.clear()
    made.close()
