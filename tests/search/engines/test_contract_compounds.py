"""Words that hyphens and apostrophes join are found in any inflection, by every engine."""

from collections.abc import Callable
from uuid import UUID

from search.documents import SearchDocument
from search.engines import SearchEngine
from search.query import SearchQuery

Make = Callable[..., SearchDocument]


def found(engine: SearchEngine, text: str) -> list[int]:
    return sorted(UUID(hit.object_id).int for hit in engine.search(SearchQuery(text=text)).hits)


def test_compounds_are_inflected(engine: SearchEngine, index: Callable[..., None], make_document: Make) -> None:
    index(
        engine,
        make_document(1, "Нацрт-стратегија за младите", language="mk"),
        make_document(2, "Zyra për e-qeverisje", language="sq"),
        make_document(3, "The citizens' assembly of Ankara", language="en"),
        make_document(4, "Nacrt uredbe", language="sr-latn"),
        make_document(5, "Ankara'nın ışıkları", language="tr"),
    )
    asked = {"нацрт-стратегијата": 1, "e-qeverisja": 2, "citizen's": 3, "nacrt -nacrt-strategija": 4}
    assert {text: found(engine, text) for text in asked} == {text: [number] for text, number in asked.items()}
    assert found(engine, "Ankara'nın") == found(engine, "Ankara") == [3, 5]
    assert found(engine, '"e-qeverisja"') == []
