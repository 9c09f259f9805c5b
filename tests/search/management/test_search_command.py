"""`manage.py search`: what the operator types and reads."""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from uuid import UUID

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from search import outbox, questions, sources
from search.analysis import ANALYSIS_VERSION
from search.documents import SearchDocument
from search.engines import SearchEngine
from search.query import SearchQuery


class Two:
    """A source with two objects."""

    kind = "submission"

    def __init__(self, make: Callable[..., SearchDocument], *, boundless: bool = False) -> None:
        self._make = make
        self.boundless = boundless

    def documents(self, object_ids: Sequence[str]) -> Iterable[SearchDocument]:
        return [self._make(UUID(object_id).int, "text") for object_id in object_ids if self.lists(object_id)]

    def lists(self, object_id: str) -> bool:
        return UUID(object_id).int in (1, 2) or self.boundless

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
    sources.register(Two(make_document, boundless=True))
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
        "analysis_version": ANALYSIS_VERSION,
        "rebuild_reason": "the index is new",
        "pending": 1,
        "failing": 0,
        "last_error": "",
        "objects": {},
    }
    assert "rebuild_reason: the index is new\n" in run("status")


@pytest.mark.django_db
def test_status_compares_what_is_listed_with_what_is_indexed(make_document: Callable[..., SearchDocument]) -> None:
    sources.register(Two(make_document))
    assert "submission: 0 indexed of 2 that its source lists\n" in run("status")
    run("rebuild")
    assert json.loads(run("status", "--json"))["objects"] == {"submission": [2, 2]}


@pytest.mark.django_db
def test_verify_names_what_differs_and_repairs_it(
    make_document: Callable[..., SearchDocument], own_index: SearchEngine
) -> None:
    sources.register(Two(make_document))
    run("rebuild")
    assert run("verify") == "submission: 2 checked, 0 missing, 0 outdated, 0 too many\n"
    with own_index.writing() as writer:
        writer.replace("submission", str(UUID(int=1)), [])
        writer.replace("submission", str(UUID(int=2)), [make_document(2, "other text")])
        writer.replace("submission", str(UUID(int=3)), [make_document(3, "text")])
    with pytest.raises(CommandError, match="3 objects differ"):
        run("verify")
    told = run("verify", "--repair")
    assert "submission: 2 checked, 1 missing, 1 outdated, 1 too many\n" in told
    assert told.endswith("3 objects read again\n")
    assert run("verify") == "submission: 2 checked, 0 missing, 0 outdated, 0 too many\n"


@pytest.mark.django_db
def test_explain_shows_the_parts_of_a_score(make_document: Callable[..., SearchDocument]) -> None:
    sources.register(Two(make_document))
    run("rebuild")
    lines = run("explain", "text", f"submission:{UUID(int=2)}").splitlines()
    assert lines[0] == f"submission:{UUID(int=2)}: number 1 of 2 hits"
    assert [line.split(None, 1)[1] for line in lines[1:]] == [
        "text",
        "how near the words stand",
        "how lately it was published",
        "together",
    ]
    assert run("explain", "nothing", f"submission:{UUID(int=2)}").endswith("is none of the 0 hits\n")
    told = run("explain", "text", f"submission:{UUID(int=3)}")
    assert told == f"submission:{UUID(int=3)} is none of the 2 hits: it is not in the index\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["{}", "https://kuvend.example.org/sq/submissions/{}/?a=b#p-1", "/en/submissions/{}/"]
)
def test_explain_knows_a_thing_by_its_uuid_and_by_its_page(
    make_document: Callable[..., SearchDocument], address: str
) -> None:
    sources.register(Two(make_document))
    run("rebuild")
    uuid = str(UUID(int=2))
    assert run("explain", "text", address.format(uuid)) == run("explain", "text", f"submission:{uuid}")
    unknown = str(UUID(int=7))
    assert run("explain", "text", address.format(unknown)).endswith(
        f"{unknown} is none of the 2 hits: it is not in the index\n"
    )


@pytest.mark.django_db
def test_explain_says_what_names_nothing_and_when_nothing_is_judged(
    make_document: Callable[..., SearchDocument],
) -> None:
    sources.register(Two(make_document))
    run("rebuild")
    with pytest.raises(CommandError, match="names nothing: give kind:uuid, a uuid, or an address"):
        run("explain", "text", "/en/search/")
    one = f"submission:{UUID(int=1)}"
    for text in ("", " ", "year:2026"):
        assert "nothing is judged" in run("explain", text, one)
    assert run("explain", "???", one) == "there is no word in the query: nothing is found\n"


@pytest.mark.django_db
def test_explain_asks_as_the_search_page_does(make_document: Callable[..., SearchDocument]) -> None:
    sources.register(Two(make_document))
    run("rebuild")
    questions.read_by(lambda text: SearchQuery(text=text, institutions=frozenset({str(UUID(int=2))})))
    assert run("explain", "text", str(UUID(int=2))).endswith("is none of the 0 hits\n")


def test_engine_that_is_not_there_is_said() -> None:
    with pytest.raises(CommandError, match="there is no engine 'kept'; there is: main"):
        run("status", "--engine", "kept")


def test_analyse_gives_one_object_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = io.TextIOWrapper(io.BytesIO("Кућама, 5\n\n\n".encode() + b"\xff broken\n"), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", typed)
    lines = [json.loads(line) for line in run("analyse", "--language", "sr").splitlines()]
    assert lines[0] == {
        "language": "sr",
        "tokens": [
            {
                "text": "Кућама",
                "start": 0,
                "end": 6,
                "exact": "kućama",
                "folded": "kucama",
                "keys": ["hbs:kuća"],
                "loose": ["hbs~kuc"],
            },
            {"text": "5", "start": 8, "end": 9, "exact": "5", "folded": "5", "keys": [], "loose": []},
        ],
    }
    assert [line["tokens"] for line in lines[1:3]] == [[], []]
    assert [token["text"] for token in lines[3]["tokens"]] == ["broken"]
    assert len(lines) == 4


@pytest.mark.django_db
def test_engine_that_is_down_ends_in_a_clear_message(settings, tmp_path) -> None:
    (tmp_path / "file").write_text("in the way")
    settings.SEARCH_URL = f"sqlite:///{tmp_path}/file/search.sqlite3"
    outbox.enqueue("submission", str(UUID(int=1)))
    out = io.StringIO()
    with pytest.raises(CommandError, match="search index: "):
        call_command("search", "status", stdout=out)
    assert out.getvalue().splitlines()[:2] == ["pending: 1", "failing: 0"]
    assert "last_error: search index: " in out.getvalue()
    with pytest.raises(CommandError, match="search index: "):
        call_command("search", "status", "--json", stdout=(out := io.StringIO()))
    told = json.loads(out.getvalue())
    assert (told["pending"], told["last_error"].partition(": ")[0]) == (1, "search index")
