"""Found by a facet's value too: what a topic's name finds in every language, in every engine."""

from collections.abc import Callable
from uuid import UUID

import pytest

from search.documents import SearchDocument
from search.engines import Results, SearchEngine
from search.query import SearchQuery, Sort

Index = Callable[..., None]
Make = Callable[..., SearchDocument]
WASTE = {"topic": frozenset({"waste"})}


def numbers(results: Results) -> list[int]:
    return [UUID(hit.object_id).int for hit in results.hits]


@pytest.fixture(autouse=True)
def corpus(engine: SearchEngine, index: Index, make_document: Make) -> None:
    index(
        engine,
        make_document(1, "Отпадот се собира во среда", language="mk"),
        make_document(2, "Mbeturinat mblidhen të mërkurën", topics=("waste", "roads")),
        make_document(3, "Rruga është e prishur", topics=("roads",)),
        make_document(4, "Plehrat", topics=("waste",), state="answered"),
    )


def test_what_has_the_value_is_found_beside_what_has_the_words(engine: SearchEngine) -> None:
    results = engine.search(SearchQuery(text="отпадот", also=WASTE))
    assert numbers(results)[0] == 1
    assert (sorted(numbers(results)), results.total) == ([1, 2, 4], 3)


def test_without_it_only_the_words_count(engine: SearchEngine) -> None:
    assert numbers(engine.search(SearchQuery(text="отпадот"))) == [1]


def test_filters_and_typed_fields_hold_for_what_is_found_too(engine: SearchEngine) -> None:
    answered = SearchQuery(text="отпадот", also=WASTE, filters={"state": frozenset({"answered"})})
    assert numbers(engine.search(answered)) == [4]
    assert numbers(engine.search(SearchQuery(text="отпадот topic:roads", also=WASTE))) == [2]


def test_facets_count_what_is_found_too(engine: SearchEngine) -> None:
    facets = engine.search(SearchQuery(text="отпадот", also=WASTE)).facets
    assert {entry.value: entry.count for entry in facets["topic"]} == {"waste": 2, "roads": 1}
    assert {entry.value: entry.count for entry in facets["state"]} == {"published": 2, "answered": 1}


def test_order_by_date_is_of_everything_found(engine: SearchEngine) -> None:
    results = engine.search(SearchQuery(text="отпадот", also=WASTE, sort=Sort.OLDEST))
    assert numbers(results) == [1, 2, 4]


def test_without_words_it_adds_nothing(engine: SearchEngine) -> None:
    assert engine.search(SearchQuery(also=WASTE)).total == 4


def test_an_unknown_facet_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="no such filter"):
        SearchQuery(text="x", also={"colour": frozenset({"red"})})
