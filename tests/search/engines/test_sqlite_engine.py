"""What is true of the embedded engine alone: its file, its locks, its number of statements."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from search.analysis import ANALYSIS_VERSION
from search.documents import SearchDocument
from search.engines import EngineDamagedError, EngineUnavailableError, engine_for
from search.engines.sqlite import file as sqlite_file
from search.engines.sqlite.engine import SQLiteEngine
from search.query import SearchQuery

Make = Callable[..., SearchDocument]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "made" / "on demand" / "search.sqlite3"


@pytest.fixture
def engine(path: Path) -> SQLiteEngine:
    return SQLiteEngine(str(path))


def total(engine: SQLiteEngine, text: str = "") -> int:
    return engine.search(SearchQuery(text=text)).total


@pytest.mark.parametrize("count", [3, 900])
def test_search_takes_the_same_few_statements_whatever_the_index_holds(
    engine: SQLiteEngine, index: Callable, make_document: Make, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    statements: list[str] = []
    opened = sqlite_file._open

    def traced(path: str) -> sqlite3.Connection:
        connection = opened(path)
        connection.set_trace_callback(statements.append)
        return connection

    monkeypatch.setattr(sqlite_file, "_open", traced)
    index(engine, *(make_document(number, "same words") for number in range(count)))
    statements.clear()
    filters = {"year": frozenset({"2026"}), "kind": frozenset({"submission"})}
    results = engine.search(SearchQuery(text='same OR x "same words" -other', filters=filters, page_size=50))
    assert results.total == count
    own = [statement for statement in statements if not statement.startswith("--")]  # FTS5's own are comments
    assert {statement.split()[0] for statement in own} == {"BEGIN", "SELECT", "ROLLBACK"}
    assert len(own) <= 8 + 5 * 4  # terms


def test_threads_search_while_one_writes(engine: SQLiteEngine, index: Callable, make_document: Make) -> None:
    index(engine, *(make_document(number, "words") for number in range(20)))
    answers: list[int | BaseException] = []

    def search() -> None:
        try:
            answers.extend(total(engine, "words") for _ in range(10))
        except BaseException as error:
            answers.append(error)

    threads = [threading.Thread(target=search) for _ in range(4)]
    with engine.writing() as writer:
        writer.replace("things", make_document(99).object_id, [make_document(99, "words")])
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == [20] * 40
    assert total(engine, "words") == 21


def test_turn_to_write_is_waited_for_no_longer_than_asked(path: Path, engine: SQLiteEngine) -> None:
    with SQLiteEngine(str(path)).writing():
        second_turn = engine.writing(patience=0.05)
        with pytest.raises(EngineUnavailableError, match="locked"):
            second_turn.__enter__()


def test_removed_file_is_noticed(path: Path, engine: SQLiteEngine, index: Callable, make_document: Make) -> None:
    index(engine, make_document(1))
    SQLiteEngine(str(path)).clear()
    assert total(engine) == 0
    index(engine, make_document(2))
    assert total(SQLiteEngine(str(path))) == 1


def test_damaged_file_is_told_apart_and_mended_by_clearing(path: Path, engine: SQLiteEngine) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"this is no database at all" * 100)
    for ask in (engine.ping, engine.status, lambda: total(engine)):
        with pytest.raises(EngineDamagedError):
            ask()
    engine.clear()
    engine.ping()
    assert total(engine) == 0


def test_folder_that_cannot_be_made_leaves_the_engine_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EngineUnavailableError):
        total(SQLiteEngine(str(tmp_path / "file" / "search.sqlite3")))


def test_other_analysis_asks_for_a_rebuild_and_goes_on_searching(
    path: Path, engine: SQLiteEngine, index: Callable, make_document: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    index(engine, make_document(1, "words"))
    engine.end_rebuild(engine.begin_rebuild())
    index(engine, make_document(1, "words"))
    assert engine.status().rebuild_reason == ""
    monkeypatch.setattr(sqlite_file, "ANALYSIS_VERSION", "next")
    newer = SQLiteEngine(str(path))
    assert newer.status().rebuild_reason == f"the index was made by analysis {ANALYSIS_VERSION}"
    assert total(newer, "words") == 1


def test_other_layout_starts_empty_and_asks_for_a_rebuild(
    path: Path, engine: SQLiteEngine, index: Callable, make_document: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    index(engine, make_document(1, "words"))
    engine.end_rebuild(engine.begin_rebuild())
    monkeypatch.setattr(sqlite_file, "SCHEMA_VERSION", "next")
    newer = SQLiteEngine(str(path))
    assert total(newer) == 0
    assert newer.status().rebuild_reason == "the index is new"


def test_url_names_the_file(path: Path, index: Callable, make_document: Make) -> None:
    engine = engine_for(f"sqlite:///{path}".replace(" ", "%20"))
    index(engine, make_document(1))
    assert path.exists()
    assert engine_for(f"sqlite:///{path}".replace(" ", "%20")) is engine


@pytest.mark.parametrize("url", ["solr://localhost:8983/kuvend", "sqlite://", "", "var/search.sqlite3"])
def test_unsupported_url_says_what_is_supported(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"SEARCH_URL .*sqlite:///path"):
        engine_for(url)
