"""An index of its own for every test, and documents to put in it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from search import asking, questions, sources, upkeep
from search.documents import SearchDocument
from search.engines import SearchEngine, engine_for, the_engine

PRISHTINA, JEGUNOVCE = str(UUID(int=1)), str(UUID(int=2))


def document(number: int, body: str = "", title: str = "", **fields: Any) -> SearchDocument:
    """A document of the object whose uuid is `number`."""
    facts: dict[str, Any] = {
        "kind": "submission",
        "institution": PRISHTINA,
        "language": "sq",
        "state": "published",
        "year": 2026,
        "url_path": f"/submissions/{number}/",
        "published_at": datetime(2026, 1, 1 + number % 28, tzinfo=UTC),
        "version": 1,
        **fields,
    }
    return SearchDocument(id=f"{facts['kind']}:{UUID(int=number)}", title=title, body=body, **facts)


@pytest.fixture
def make_document() -> Callable[..., SearchDocument]:
    return document


@pytest.fixture
def index() -> Callable[..., None]:
    """Put documents into an engine; each is all that is indexed of its object."""

    def put(engine: SearchEngine, *documents: SearchDocument, source: str = "things") -> None:
        with engine.writing() as writer:
            for one in documents:
                writer.replace(source, one.object_id, [one])

    return put


@pytest.fixture(autouse=True)
def own_index(settings: Any, tmp_path: Path) -> Iterator[SearchEngine]:
    """The engine of this installation, empty, for this test only."""
    settings.SEARCH_URL = f"sqlite:///{tmp_path}/index/search.sqlite3"
    engine = the_engine()
    yield engine
    engine.close()
    engine_for.cache_clear()


@pytest.fixture(autouse=True)
def no_sources_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sources registered by a test, and only those, are known to it; and no page."""
    monkeypatch.setattr(sources, "_sources", {})
    monkeypatch.setattr(questions, "_reader", None)


@pytest.fixture(autouse=True)
def no_failure_remembered() -> Iterator[None]:
    """What an earlier test's engine failed at is forgotten."""
    yield
    asking.forget()
    upkeep._pauses.clear()
