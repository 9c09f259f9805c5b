"""Suggestions, corrections, likeness and explanations: the same in every engine."""

from collections.abc import Callable
from uuid import UUID

import pytest

from search.documents import SearchDocument, Section
from search.engines import SearchEngine
from search.query import SearchQuery
from search.ranking import WORDS

A, B = str(UUID(int=1)), str(UUID(int=2))
Index = Callable[..., None]
Make = Callable[..., SearchDocument]

SECTIONS = (Section(0, "p-1", "Neni 1 Parku i qytetit"), Section(40, "p-2", "Neni 2 Parkingu"))


@pytest.fixture(autouse=True)
def corpus(engine: SearchEngine, index: Index, make_document: Make) -> None:
    index(
        engine,
        make_document(1, "Parku i qytetit ka nevojë për ndriçim dhe stola", institution=A),
        make_document(2, "Më shumë stola në parkun e qytetit, ju lutem", institution=A),
        make_document(3, "Rregulloni parkingun para shkollës", institution=A),
        make_document(4, "Паркот кај училиштето нема клупи", institution=B, language="mk"),
        make_document(5, "Park kod škole nema klupe", institution=B, language="sr-latn"),
        make_document(
            6,
            "Parku i qytetit mbrohet nga komuna jonë. Parkingu është me pagesë për të gjithë.",
            "Rregullorja për parkun e qytetit",
            kind="document",
            institution=A,
            sections=SECTIONS,
        ),
        make_document(
            7, "Општината планира паркинг", "Одлука за паркинг", kind="document", institution=B, language="mk"
        ),
    )


def suggested(engine: SearchEngine, prefix: str, **options: object) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in engine.suggest(prefix, **options)]


def test_titles_and_sections_and_words_are_suggested(engine: SearchEngine) -> None:
    found = suggested(engine, "park", limit=20)
    assert found[:4] == [
        ("title", "Одлука за паркинг"),
        ("title", "Rregullorja për parkun e qytetit"),
        ("section", "Neni 2 Parkingu"),
        ("section", "Neni 1 Parku i qytetit"),
    ]
    assert {text for kind, text in found if kind == "word"} == {
        "parku",  # of park, parku, parkun
        "parkingu",
        "паркинг",
        "паркот",
    }


def test_suggestions_lead_to_where_they_stand(engine: SearchEngine) -> None:
    title, first, *_ = engine.suggest("neni park", limit=20)
    assert (title.text, title.url_path) == ("Neni 2 Parkingu", "/submissions/6/#p-2")
    assert (first.text, first.kind, first.language) == ("Neni 1 Parku i qytetit", "section", "sq")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("neni 2", ["Neni 2 Parkingu"]),
        ("4.1", ["4.1 Fondi", "4.1 Fondi për vitin 2026"]),
        ("fondi për 4.1", []),
        ("4", []),
        ("neni p 2", []),
    ],
)
def test_a_number_of_one_digit_suggests_the_provisions_that_have_it(
    engine: SearchEngine, index: Index, make_document: Make, typed: str, expected: list[str]
) -> None:
    labels = ["4.10 Raporti", "4.1 Fondi për vitin 2026", "1.4 Fondi", "4.1 Fondi"]
    sections = tuple(Section(number, f"p-{number}", label) for number, label in enumerate(labels))
    index(engine, make_document(8, "tekst i gjatë", kind="document", institution=A, sections=sections))
    assert suggested(engine, typed) == [("section", text) for text in expected]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("stol", [("word", "stola")]),
        ("më shumë stol", [("word", "më shumë stola")]),
        ("klu", [("word", "klupe"), ("word", "клупи")]),
        ("клу", [("word", "klupe"), ("word", "клупи")]),
        ("ndricim", [("word", "ndriçim")]),
        ("NDRIÇ", [("word", "ndriçim")]),
        ("s", []),
        ("", []),
        ("stola ", []),
        ("stola!", []),
        ("qzx", []),
        ("\ud800 st*", []),
        ('"st', [("word", '"stola')]),
        ("kind:document sto", [("word", "kind:document stola")]),
        ("(.*)|st", [("word", "(.*)|stola")]),
    ],
)
def test_words_go_on_from_what_was_typed(
    engine: SearchEngine, typed: str, expected: list[tuple[str, str]]
) -> None:
    assert suggested(engine, typed) == expected


@pytest.mark.parametrize(
    ("before", "some", "none"),
    [("stola", "parku", "parkingu"), ("-stola", "parkingu", "stola"), ("rregulloni", "parkingu", "паркот")],
)
def test_words_are_those_with_which_something_is_found(
    engine: SearchEngine, before: str, some: str, none: str
) -> None:
    proposed = suggested(engine, f"{before} {some[:3]}", limit=20)
    assert ("word", f"{before} {some}") in proposed
    proposed += suggested(engine, f"{before} {none[:3]}", limit=20)
    assert ("word", f"{before} {none}") not in proposed


def test_suggestions_are_limited_and_titles_are_those_one_may_see(engine: SearchEngine) -> None:
    assert len(engine.suggest("park", limit=3)) == 3
    seen = engine.suggest("park", institutions=frozenset({B}), limit=20)
    assert [one.text for one in seen if one.kind != "word"] == ["Одлука за паркинг"]
    assert suggested(engine, "neni", institutions=frozenset()) == []
    assert suggested(engine, "stol", institutions=frozenset({B})) == []
    assert suggested(engine, "stol", institutions=frozenset({A})) == [("word", "stola")]


def test_word_that_is_gone_is_no_longer_suggested(engine: SearchEngine, index: Index, make_document: Make) -> None:
    index(engine, make_document(8, "fjalëkyç", "Titull i përkohshëm"))
    assert suggested(engine, "fjale") == [("word", "fjalëkyç")]
    assert suggested(engine, "perkoh")[0] == ("title", "Titull i përkohshëm")
    index(engine, make_document(8, "tjetër", version=2))
    assert suggested(engine, "fjale") == []
    assert suggested(engine, "perkoh") == []
    with engine.writing() as writer:
        writer.replace("things", str(UUID(int=8)), [])
    assert suggested(engine, "tjet") == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("parkihgun", "parkingun"),
        ("qyteit", "qytetit"),
        ("ndriqim", "ndriçim"),
        ("stola qyteit", "stola qytetit"),
        ("-stola OR qyteit", "-stola OR qytetit"),
        ("училшитето", "училиштето"),
        ("parku", ""),
        ("xyzxyzxyz", ""),
        ("qz", ""),
        ('"parku i qyteit"', ""),
        ("kind:document", ""),
        ("", ""),
    ],
)
def test_word_that_occurs_nowhere_is_corrected(engine: SearchEngine, typed: str, meant: str) -> None:
    assert engine.did_you_mean(SearchQuery(text=typed)) == meant


def alike(engine: SearchEngine, text: str, **options: object) -> list[int]:
    return [UUID(hit.object_id).int for hit in engine.more_like(text, **options)]


def test_what_shares_rare_words_is_alike(engine: SearchEngine) -> None:
    assert alike(engine, "Duam stola dhe ndriçim në park", language="sq")[0] == 1
    assert set(alike(engine, "stola ndriçim qytetit", kinds=frozenset({"submission"}))) == {1, 2}
    assert alike(engine, "asgjë e ngjashme") == []
    assert alike(engine, "") == alike(engine, "?!") == alike(engine, "\ud800") == []


def test_words_of_every_text_make_nothing_alike(engine: SearchEngine, index: Index, make_document: Make) -> None:
    index(engine, make_document(8, "Janë edhe disa rrugë që mund të jenë"))
    assert alike(engine, "Nuk janë edhe ato që mund të na duhen", language="sq") == []


def test_alike_leaves_out_what_it_is_told_to(engine: SearchEngine) -> None:
    text = "Parku i qytetit ka nevojë për ndriçim dhe stola"
    found = alike(engine, text)
    assert found[0] == 1
    without = alike(engine, text, without=[f"submission:{UUID(int=1)}"])
    assert without == [number for number in found if number != 1]
    assert alike(engine, text, institutions=frozenset({B})) == []
    assert len(alike(engine, text, limit=1)) == 1


def test_one_word_in_many_titles_does_not_hide_what_is_alike(
    engine: SearchEngine, index: Index, make_document: Make
) -> None:
    titled = [make_document(n, "Asgjë tjetër", "Biblioteka") for n in range(100, 120 + WORDS)]
    index(engine, make_document(99, "Një bibliotekë që hapet mbasditeve të dimrit në lagje"), *titled)
    assert alike(engine, "Biblioteka e lagjes hapet mbasditeve dimrit", language="sq")[0] == 99


def test_alike_is_marked_where_it_is_alike(engine: SearchEngine) -> None:
    hit = engine.more_like("stola ndriçim", language="sq")[0]
    assert "<mark>stola</mark>" in hit.passage_html


def test_explanation_adds_up_and_gives_the_place(engine: SearchEngine) -> None:
    query = SearchQuery(text="parkun qytetit")
    hits = engine.search(query).hits
    scores = []
    for place, hit in enumerate(hits, 1):
        explained = engine.explain(query, hit.id)
        assert (explained.place, explained.total, explained.words) == (place, len(hits), ("parkun", "qytetit"))
        assert explained.score
        scores.append((explained.score.titled, explained.score.total))
    assert scores == sorted(scores, reverse=True)
    assert scores[0][0]
    assert UUID(hits[0].object_id).int == 6


def test_explanation_of_what_is_no_hit_says_so(engine: SearchEngine) -> None:
    explained = engine.explain(SearchQuery(text="stola"), f"submission:{UUID(int=4)}")
    assert (explained.place, explained.score) == (0, None)
    assert engine.explain(SearchQuery(text="???"), "submission:x").total == 0
