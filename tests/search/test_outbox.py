"""Changes reach the index with their transaction, in order, at least once, and hold nobody up."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone

from search import asking, outbox, sources, upkeep
from search.documents import SearchDocument
from search.engines import EngineUnavailableError, SearchEngine, engines
from search.models import OutboxEntry
from search.query import SearchQuery

pytestmark = pytest.mark.django_db


class Shelf:
    """A source over a dict: object number → text; None is not public; an exception is raised."""

    kind = "submission"

    def __init__(self, make: Callable[..., SearchDocument]) -> None:
        self.texts: dict[int, str | Exception | None] = {}
        self.version = 0
        self.asked: list[list[int]] = []
        self._make = make

    def documents(self, object_ids: Sequence[str]) -> Iterable[SearchDocument]:
        wanted = [UUID(object_id).int for object_id in object_ids]
        self.asked.append(wanted)
        for number in wanted:
            text = self.texts.get(number)
            if isinstance(text, Exception):
                raise text
            if text is not None:
                yield self._make(number, text, version=self.version)

    def object_ids(self) -> Iterator[str]:
        return (str(UUID(int=number)) for number in sorted(self.texts))

    def put(self, number: int, text: str | Exception | None) -> None:
        self.version += 1
        self.texts[number] = text
        outbox.enqueue(self.kind, str(UUID(int=number)))


@pytest.fixture
def shelf(make_document: Callable[..., SearchDocument]) -> Shelf:
    source = Shelf(make_document)
    sources.register(source)
    return source


def found(engine: SearchEngine, text: str = "") -> list[int]:
    return sorted(UUID(hit.object_id).int for hit in engine.search(SearchQuery(text=text)).hits)


class OfflineEngine:
    """Stands for an engine that cannot be reached."""

    drains_at_once = True

    def writing(self, patience: float = 10.0) -> None:
        raise EngineUnavailableError("no route to host")


def test_drained_changes_are_found_and_gone_from_the_outbox(shelf: Shelf, own_index: SearchEngine) -> None:
    shelf.put(1, "komuna")
    shelf.put(2, "rruga")
    assert outbox.drain() == 2
    assert (found(own_index, "komuna"), found(own_index, "rruga")) == ([1], [2])
    assert outbox.status().pending == 0
    assert outbox.drain() == 0


def test_object_that_is_no_longer_public_leaves_the_index(shelf: Shelf, own_index: SearchEngine) -> None:
    shelf.put(1, "komuna")
    outbox.drain()
    shelf.put(1, None)
    outbox.drain()
    assert found(own_index) == []


def test_many_changes_of_one_object_are_read_once(shelf: Shelf, own_index: SearchEngine) -> None:
    for text in ("first", "second", "third"):
        shelf.put(1, text)
    assert outbox.drain() == 3
    assert shelf.asked == [[1]]
    assert (found(own_index, "third"), found(own_index, "first")) == ([1], [])


def test_entries_are_brought_in_oldest_first_and_within_the_limit(shelf: Shelf, own_index: SearchEngine) -> None:
    for number in (3, 1, 2):
        shelf.put(number, "text")
    assert outbox.drain(limit=2) == 2
    assert found(own_index) == [1, 3]
    assert outbox.drain(limit=2) == 1


def test_entry_brought_in_twice_does_no_harm(shelf: Shelf, own_index: SearchEngine) -> None:
    shelf.put(1, "text")
    entry = OutboxEntry.objects.get()
    outbox.drain()
    entry.save(force_insert=True)
    assert outbox.drain() == 1
    assert own_index.status().documents == 1


def test_change_that_is_rolled_back_leaves_no_entry(shelf: Shelf) -> None:
    with contextlib.suppress(LookupError), transaction.atomic():
        shelf.put(1, "text")
        raise LookupError
    assert outbox.status().pending == 0


def test_changes_of_one_transaction_are_drained_at_once_right_after_its_commit(
    shelf: Shelf, own_index: SearchEngine, django_capture_on_commit_callbacks: Callable
) -> None:
    for numbers in ((1, 2, 3), (4, 5)):
        with django_capture_on_commit_callbacks(execute=True):
            for number in numbers:
                shelf.put(number, "text")
    assert shelf.asked == [[1, 2, 3], [4, 5]]
    assert found(own_index) == [1, 2, 3, 4, 5]


def test_drain_after_a_commit_that_changed_nothing_asks_nothing(
    shelf: Shelf, django_capture_on_commit_callbacks: Callable, django_assert_num_queries: Callable
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        shelf.put(1, "text")
        shelf.put(2, "text")
    first, *others = callbacks
    first()
    with django_assert_num_queries(0):
        for other in others:
            other()
    assert len(others) == 1


def test_engine_that_is_down_after_commit_leaves_the_change_to_the_worker(
    shelf: Shelf,
    own_index: SearchEngine,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable,
) -> None:
    with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr(outbox, "engines", lambda: {"main": OfflineEngine()})
        shelf.put(1, "text")
    status = outbox.status()
    assert (status.pending, status.failing, status.last_error) == (1, 1, "no route to host")
    assert outbox.drain(own_index) == 1
    assert found(own_index) == [1]


def test_search_is_behind_when_a_change_waits_longer_than_it_may(shelf: Shelf) -> None:
    shelf.put(1, "text")
    assert not outbox.is_behind()
    for seconds, behind in ((2, False), (9, False), (11, True)):
        OutboxEntry.objects.update(retry_at=timezone.now() - timedelta(seconds=seconds))
        assert outbox.is_behind() is behind, seconds
    assert not outbox.is_behind("kept")
    outbox.drain()
    assert not outbox.is_behind()


def test_object_its_source_stumbles_over_does_not_make_search_late(shelf: Shelf) -> None:
    shelf.put(1, ValueError())
    OutboxEntry.objects.update(created_at=timezone.now() - timedelta(days=1))
    outbox.drain()
    assert outbox.status().failing == 1
    assert not outbox.is_behind()


def test_engine_served_by_the_worker_is_left_alone_after_commit(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable
) -> None:
    monkeypatch.setattr(OfflineEngine, "drains_at_once", False)
    monkeypatch.setattr(outbox, "engines", lambda: {"main": OfflineEngine()})
    with django_capture_on_commit_callbacks(execute=True):
        shelf.put(1, "text")
    assert (outbox.status().pending, outbox.status().failing) == (1, 0)


def test_object_its_source_stumbles_over_is_retried_later_and_holds_up_no_other(
    shelf: Shelf, own_index: SearchEngine
) -> None:
    shelf.put(1, ValueError("private words"))
    shelf.put(2, "text")
    assert outbox.drain() == 1
    assert found(own_index) == [2]
    entry = OutboxEntry.objects.get()
    assert (entry.attempts, entry.last_error) == (1, "ValueError")
    assert outbox.drain() == 0
    shelf.texts[1] = "mended"
    OutboxEntry.objects.update(retry_at=timezone.now() - timedelta(seconds=1))
    assert outbox.drain() == 1
    assert found(own_index, "mended") == [1]


def test_pause_between_attempts_grows_to_an_hour(shelf: Shelf) -> None:
    shelf.put(1, ValueError())
    pauses = []
    for _ in range(14):
        OutboxEntry.objects.update(retry_at=timezone.now())
        before = timezone.now()
        outbox.drain()
        pauses.append(round((OutboxEntry.objects.get().retry_at - before).total_seconds()))
    assert pauses[:4] == [2, 4, 8, 16]
    assert pauses[-1] == 3_600


def test_database_that_is_away_is_no_fault_of_an_object(shelf: Shelf) -> None:
    shelf.put(1, OperationalError("gone"))
    with pytest.raises(OperationalError):
        outbox.drain()
    assert OutboxEntry.objects.get().attempts == 0


def test_entry_of_an_unknown_source_is_kept_with_its_reason(own_index: SearchEngine) -> None:
    outbox.enqueue("vanished", str(UUID(int=1)))
    assert outbox.drain() == 0
    assert outbox.status().last_error == "no source of this name is registered"


def test_status_tells_how_far_behind_the_index_is(shelf: Shelf) -> None:
    assert outbox.status() == outbox.OutboxStatus(0, 0, 0.0, "")
    shelf.put(1, "text")
    OutboxEntry.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    status = outbox.status()
    assert (status.pending, round(status.lag_seconds)) == (1, 300)


def test_drain_takes_the_same_queries_for_one_entry_and_for_many(
    shelf: Shelf, django_assert_max_num_queries: Callable, own_index: SearchEngine
) -> None:
    shelf.put(1, "text")
    # Four, and the savepoints that this test's transaction brings with it.
    with django_assert_max_num_queries(8) as for_one:
        outbox.drain()
    for number in range(50):
        shelf.put(number, "text")
    with django_assert_max_num_queries(8) as for_many:
        outbox.drain()
    assert len(for_one) == len(for_many)
    assert own_index.status().documents == 50


def test_rebuild_makes_the_index_what_the_sources_say(shelf: Shelf, own_index: SearchEngine) -> None:
    shelf.put(1, "stale")
    shelf.put(2, "kept")
    outbox.drain()
    shelf.texts = {2: "kept", 3: "new", 4: None}
    assert upkeep.rebuild(own_index) == 3
    assert found(own_index) == [2, 3]
    assert own_index.status().rebuild_reason == ""


def test_rebuild_leaves_what_its_source_stumbles_over_to_the_outbox(shelf: Shelf, own_index: SearchEngine) -> None:
    shelf.texts = {1: "text", 2: ValueError()}
    upkeep.rebuild(own_index)
    assert found(own_index) == [1]
    assert list(OutboxEntry.objects.values_list("object_id", flat=True)) == [str(UUID(int=2))]


def test_tending_builds_a_new_index_then_brings_in_changes(shelf: Shelf, own_index: SearchEngine) -> None:
    shelf.texts = {1: "text"}
    assert upkeep.tend() == 1
    assert found(own_index) == [1]
    shelf.put(2, "text")
    assert upkeep.tend() == 1
    assert shelf.asked == [[1], [2]]
    assert found(own_index) == [1, 2]


def test_tending_mends_a_damaged_index(shelf: Shelf, own_index: SearchEngine, settings, tmp_path) -> None:
    shelf.texts = {1: "text"}
    upkeep.tend()
    own_index.close()
    (tmp_path / "index" / "search.sqlite3").write_bytes(b"not a database" * 500)
    for leftover in (tmp_path / "index").glob("*-*"):
        leftover.unlink()
    assert upkeep.tend() == 1
    assert found(own_index) == [1]


def test_interrupted_rebuild_goes_on_where_it_was(
    shelf: Shelf, own_index: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "_OBJECTS_A_TURN", 2)
    shelf.texts = dict.fromkeys(range(1, 7), "text")
    turns = []

    def interrupted(kind: str, done: int, total: int) -> None:
        turns.append((kind, done, total))
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        upkeep.rebuild(own_index, progress=interrupted)
    assert turns == [("submission", 2, 6), ("submission", 4, 6)]
    assert found(own_index) == [1, 2, 3, 4]
    shelf.asked.clear()
    assert upkeep.rebuild(own_index) == 2
    assert [numbers for numbers in shelf.asked if numbers] == [[5, 6]]
    assert found(own_index) == [1, 2, 3, 4, 5, 6]


def test_engine_that_is_down_is_left_alone_for_a_while_and_then_asked_again(
    shelf: Shelf, own_index: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put(1, "text")
    now = 1_000.0
    monkeypatch.setattr(upkeep.time, "monotonic", lambda: now)
    with monkeypatch.context() as patch:
        patch.setattr(OfflineEngine, "status", OfflineEngine.writing, raising=False)
        assert upkeep.tend(OfflineEngine()) == 0
    assert upkeep.tend(own_index) == 0  # left alone
    now += 1.5
    assert upkeep.tend(own_index) == 1
    assert found(own_index) == [1]


class TestKeptEngine:
    """An embedded index beside a cluster, which answers while the cluster does not."""

    @pytest.fixture
    def cluster(self, settings, tmp_path, own_index: SearchEngine) -> SearchEngine:
        """The installation's engine; what was its own is now the one kept beside it."""
        settings.SEARCH_KEPT_URL = settings.SEARCH_URL
        settings.SEARCH_URL = "elasticsearch://127.0.0.1:9/nobody-listens?timeout=0.5"
        return engines()["main"]

    def test_each_engine_has_changes_of_its_own(
        self, cluster: SearchEngine, shelf: Shelf, own_index: SearchEngine
    ) -> None:
        shelf.put(1, "komuna")
        assert sorted(OutboxEntry.objects.values_list("engine", flat=True)) == ["kept", "main"]
        assert outbox.drain(name="kept") == 1
        assert found(own_index) == [1]
        with pytest.raises(EngineUnavailableError):
            outbox.drain()
        assert (outbox.status().pending, outbox.status("kept").pending) == (1, 0)

    def test_kept_engine_follows_at_once(
        self,
        cluster: SearchEngine,
        shelf: Shelf,
        own_index: SearchEngine,
        django_capture_on_commit_callbacks: Callable,
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            shelf.put(1, "komuna")
        assert found(own_index) == [1]
        assert (outbox.status().pending, outbox.status().failing) == (1, 0)

    def test_worker_tends_the_kept_engine_while_the_other_is_down(
        self, cluster: SearchEngine, shelf: Shelf, own_index: SearchEngine
    ) -> None:
        shelf.texts = {1: "komuna"}
        assert upkeep.tend() == 1
        assert found(own_index) == [1]
        assert own_index.status().rebuild_reason == ""

    def test_search_is_answered_by_the_kept_engine_and_says_so(
        self, cluster: SearchEngine, shelf: Shelf, own_index: SearchEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shelf.texts = {1: "komuna"}
        upkeep.tend()
        asked = []
        monkeypatch.setattr(type(cluster), "search", lambda engine, query: asked.append(query) or engine.ping())
        for _ in range(3):
            results = asking.ask(SearchQuery(text="komuna"))
            assert (results.total, results.from_kept) == (1, True)
        assert len(asked) == 1  # a server that does not answer is not asked again for some seconds

    def test_search_without_a_kept_engine_says_that_it_is_down_at_once(
        self, cluster: SearchEngine, settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.SEARCH_KEPT_URL = ""
        for reason in ("ConnectionError", "a moment ago"):
            with pytest.raises(EngineUnavailableError, match=reason):
                asking.ask(SearchQuery(text="komuna"))
