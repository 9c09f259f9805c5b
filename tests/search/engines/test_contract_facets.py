"""Facets of every kind, and filters typed into the text: the same in every engine."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from search import facets
from search.documents import SearchDocument
from search.engines import Results, SearchEngine
from search.query import SearchQuery, Sort

Index = Callable[..., None]
Make = Callable[..., SearchDocument]


def numbers(results: Results) -> list[int]:
    return sorted(UUID(hit.object_id).int for hit in results.hits)


def counts(results: Results, facet: str) -> dict[str, int]:
    return {entry.value: entry.count for entry in results.facets[facet]}


def search(engine: SearchEngine, text: str = "", **filters: str) -> Results:
    chosen = {name: frozenset(values.split()) for name, values in filters.items()}
    return engine.search(SearchQuery(text=text, filters=chosen, page_size=100))


@pytest.fixture(autouse=True)
def settlement() -> Iterator[None]:
    """A facet that a plugin added."""
    facets.register("settlement")
    yield
    facets.unregister("settlement")


@pytest.fixture(autouse=True)
def corpus(engine: SearchEngine, index: Index, make_document: Make) -> None:
    def day(month: int) -> datetime:
        return datetime(2025, month, 1, tzinfo=UTC)

    index(
        engine,
        make_document(
            1,
            "put",
            topics=("roads", "budget"),
            provisions=("p1",),
            outcome="accepted",
            published_at=day(1),
            facets={"settlement": ("Vratnica", "Jažince")},
        ),
        make_document(
            2, "put", topics=("roads",), provisions=("p1", "p2"), outcome="rejected", published_at=day(2)
        ),
        make_document(3, "put", topics=("water",), organisations=("aab",), published_at=day(3)),
        make_document(4, "put", organisations=("aab",), published_at=day(4), facets={"settlement": ("Vratnica",)}),
        make_document(5, "drugo", topics=("roads",), language="mk", kind="document", published_at=day(5)),
    )


def test_a_document_counts_for_each_of_its_values(engine: SearchEngine) -> None:
    results = search(engine, "put")
    assert counts(results, "topic") == {"roads": 2, "budget": 1, "water": 1}
    assert counts(results, "provision") == {"p1": 2, "p2": 1}
    assert counts(results, "organisation") == {"aab": 2}
    assert counts(results, "outcome") == {"accepted": 1, "rejected": 1}
    assert counts(results, "settlement") == {"Vratnica": 2, "Jažince": 1}


def test_facets_of_many_values_are_counted_without_their_own_filter(engine: SearchEngine) -> None:
    results = search(engine, "put", topic="roads", outcome="accepted")
    assert numbers(results) == [1]
    assert counts(results, "topic") == {"roads": 1, "budget": 1}
    assert counts(results, "outcome") == {"accepted": 1, "rejected": 1}
    assert counts(results, "provision") == {"p1": 1}
    assert counts(results, "settlement") == {"Jažince": 1, "Vratnica": 1}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"topic": "water budget"}, [1, 3]),
        ({"settlement": "Vratnica"}, [1, 4]),
        ({"settlement": "Vratnica", "organisation": "aab"}, [4]),
        ({"provision": "p2"}, [2]),
        ({"provision": "nowhere"}, []),
    ],
)
def test_filters_on_facets_of_many_values_narrow(
    engine: SearchEngine, filters: dict[str, str], expected: list[int]
) -> None:
    assert numbers(search(engine, "put", **filters)) == expected


def test_counts_tell_what_choosing_a_value_would_give(engine: SearchEngine) -> None:
    chosen = {"topic": "roads", "kind": "submission"}
    results = search(engine, **chosen)
    for name in facets.names():
        for entry in results.facets[name]:
            assert search(engine, **{**chosen, name: entry.value}).total == entry.count, (name, entry)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("topic:roads", [1, 2, 5]),
        ("put topic:roads", [1, 2]),
        ("put -topic:roads", [3, 4]),
        ("topic:roads topic:budget", [1]),
        ("topic:water,budget", [1, 3]),
        ("kind:document OR put", []),
        ("outcome:accepted -settlement:nowhere", [1]),
        ("settlement:vratnica", []),
        ("language:mk", [5]),
        ("after:2025-03", [3, 4, 5]),
        ("put before:2025-03", [1, 2]),
        ("after:2025-02 before:2025-04 -put", []),
        ("after:2025-02-01 before:01.04.2025", [2, 3]),
        ("after:9999", []),
    ],
)
def test_typed_filters_narrow(engine: SearchEngine, text: str, expected: list[int]) -> None:
    assert numbers(search(engine, text)) == expected


def test_every_count_is_under_the_typed_filters(engine: SearchEngine) -> None:
    results = search(engine, "topic:roads", topic="budget")
    assert numbers(results) == [1]
    assert counts(results, "topic") == {"roads": 3, "budget": 1}
    assert counts(search(engine, "put after:2025-03"), "topic") == {"water": 1}


def test_a_facet_shows_the_most_frequent_values_in_one_order(
    engine: SearchEngine, index: Index, make_document: Make
) -> None:
    index(engine, *(make_document(100 + n, "mnogo", topics=(f"t{n:03}", f"s{n % 7}")) for n in range(230)))
    shown = search(engine, "mnogo").facets["topic"]
    assert [entry.count for entry in shown[:7]] == [33] * 6 + [32]
    assert [entry.value for entry in shown[:3]] == ["s0", "s1", "s2"]
    assert len(shown) == 200
    assert shown[-1].value == "t192"


def test_hit_tells_all_its_values(engine: SearchEngine) -> None:
    (hit,) = search(engine, "topic:budget").hits
    assert hit.facets["settlement"] == ("Jažince", "Vratnica")
    assert hit.facets["topic"] == ("budget", "roads")
    assert "organisation" not in hit.facets


def test_what_was_published_at_one_moment_has_one_order_in_every_engine(
    engine: SearchEngine, index: Index, make_document: Make
) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    index(engine, *(make_document(200 + n, "istovremeno", published_at=moment) for n in range(12)))

    def order(sort: Sort) -> list[int]:
        results = engine.search(SearchQuery(text="istovremeno", sort=sort))
        return [UUID(hit.object_id).int - 200 for hit in results.hits]

    expected = [11, 1, 9, 4, 7, 2, 10, 5, 8, 6, 0, 3]
    assert order(Sort.NEWEST) == expected
    assert order(Sort.OLDEST) == expected[::-1]
    assert order(Sort.RELEVANCE) == expected


def test_documents_and_ids_come_back_as_they_were_given(
    engine: SearchEngine, index: Index, make_document: Make
) -> None:
    given: dict[str, Any] = {
        "outcome": "accepted",
        "provisions": ("a", "b"),
        "topics": ("x",),
        "facets": {"settlement": ("S",)},
        "consultation": "c",
    }
    document = make_document(300, "tekst", "naslov", **given)
    index(engine, document)
    assert engine.documents(document.id) == [document]
    assert engine.digests("things", [document.object_id]) == {document.object_id: {"": document.digest()}}
    assert sorted(engine.object_ids("things")) == [str(UUID(int=n)) for n in (1, 2, 3, 4, 5, 300)]
    assert engine.documents("submission:none") == []
