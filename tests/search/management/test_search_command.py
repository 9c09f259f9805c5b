"""`manage.py search`: what the operator types and reads."""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from uuid import UUID

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from search import outbox, sources
from search.documents import SearchDocument
from search.engines import SearchEngine


class Two:
    """A source with two objects."""

    kind = "submission"

    def __init__(self, make: Callable[..., SearchDocument]) -> None:
        self._make = make

    def documents(self, object_ids: Sequence[str]) -> Iterable[SearchDocument]:
        return [self._make(UUID(object_id).int, "text") for object_id in object_ids]

    def object_ids(self) -> Iterator[str]:
        return iter([str(UUID(int=1)), str(UUID(int=2))])


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("search", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_rebuild_says_what_it_read(make_document: Callable[..., SearchDocument]) -> None:
    sources.register(Two(make_document))
    assert run("rebuild") == "2 objects read (submission); 2 documents indexed\n"


@pytest.mark.django_db
def test_drain_brings_in_everything_that_waits(make_document: Callable[..., SearchDocument]) -> None:
    sources.register(Two(make_document))
    outbox.enqueue_many("submission", [str(UUID(int=number)) for number in range(1, 302)])
    assert run("drain") == "301 changes brought in, 0 waiting\n"


@pytest.mark.django_db
def test_status_is_readable_by_people_and_programs(own_index: SearchEngine) -> None:
    outbox.enqueue("submission", str(UUID(int=1)))
    facts = json.loads(run("status", "--json"))
    assert facts["lag_seconds"] >= 0
    del facts["lag_seconds"]
    assert facts == {
        "engine": "sqlite",
        "documents": 0,
        "analysis_version": "1",
        "rebuild_reason": "the index is new",
        "pending": 1,
        "failing": 0,
        "last_error": "",
    }
    assert "rebuild_reason: the index is new\n" in run("status")


def test_analyse_gives_one_object_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = io.TextIOWrapper(io.BytesIO("Ђорђе, 5\n\n\n".encode() + b"\xff broken\n"), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", typed)
    lines = [json.loads(line) for line in run("analyse", "--language", "sr").splitlines()]
    assert lines[0] == {
        "language": "sr",
        "tokens": [
            {"text": "Ђорђе", "start": 0, "end": 5, "exact": "đorđe", "folded": "dorde", "keys": []},
            {"text": "5", "start": 7, "end": 8, "exact": "5", "folded": "5", "keys": []},
        ],
    }
    assert [line["tokens"] for line in lines[1:3]] == [[], []]
    assert [token["text"] for token in lines[3]["tokens"]] == ["broken"]
    assert len(lines) == 4


@pytest.mark.django_db
def test_engine_that_is_down_ends_in_a_clear_message(settings, tmp_path) -> None:
    (tmp_path / "file").write_text("in the way")
    settings.SEARCH_URL = f"sqlite:///{tmp_path}/file/search.sqlite3"
    with pytest.raises(CommandError, match="search index: "):
        run("status")
