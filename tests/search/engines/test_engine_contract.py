"""What every engine must do, result for result."""

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from search import facets
from search.documents import FACETS, SearchDocument, Section
from search.engines import FacetCount, Results, SearchEngine
from search.query import SearchQuery, Sort

A, B = str(UUID(int=1)), str(UUID(int=2))
Index = Callable[..., None]
Make = Callable[..., SearchDocument]


def numbers(results: Results) -> list[int]:
    return [UUID(hit.object_id).int for hit in results.hits]


def found(engine: SearchEngine, text: str = "", **options: Any) -> list[int]:
    return sorted(numbers(engine.search(SearchQuery(text=text, page_size=100, **options))))


def counts(results: Results, facet: str) -> dict[str, int]:
    return {entry.value: entry.count for entry in results.facets[facet]}


class TestMatching:
    @pytest.fixture(autouse=True)
    def corpus(self, engine: SearchEngine, index: Index, make_document: Make) -> None:
        bodies = {
            1: "Општина Јегуновце објави стратегија",
            2: "Opština će popraviti put do škole",
            3: "Komuna do ta rregullojë rrugën sipas Ligjit 05/L-040",
            4: "The municipality repairs the road to the school",
            5: "Javna rasprava o nacrtu; rasprava je javna",
            6: "Rasprava o javna",
            7: "Ankara'nın ışıkları, 公開協議",
        }
        index(engine, *(make_document(number, body) for number, body in bodies.items()))

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("opstina", [1, 2]),
            ("општина", [1, 2]),
            ("OPŠTINA", [1, 2]),
            ("strategija", [1]),
            ("rregulloje", [3]),
            ("popraviti skole", [2]),
            ("popraviti strategija", []),
            ("05/L-040", [3]),
            ("05-l-040", [3]),
            ("040", [3]),
            ("05/L-041", []),
            ('"javna rasprava"', [5]),
            ('"rasprava javna"', []),
            ("rasprava javna", [5, 6]),
            ("rasprava -nacrtu", [6]),
            ("-rasprava", [1, 2, 3, 4, 7]),
            ("-rasprava -opstina", [3, 4, 7]),
            ("put OR road", [2, 4]),
            ("school put OR road", [4]),
            ("put OR -opstina", [2, 3, 4, 5, 6, 7]),
            ("-put OR -opstina", [1, 3, 4, 5, 6, 7]),
            ("rasprava -nacrtu OR javna", [5, 6]),
            ("municip*", [4]),
            ("op*", [1, 2]),
            ("05/L-04*", [3]),
            ("-op*", [3, 4, 5, 6, 7]),
            ("Ankara", [7]),
            ("isiklari", [7]),
            ("公開", [7]),
            ("開公", []),
            ("qzqzqzq", []),
            ("OR", []),
            ("", [1, 2, 3, 4, 5, 6, 7]),
            ("???", []),
        ],
    )
    def test_documents_that_hold_what_is_asked_are_found(
        self, engine: SearchEngine, text: str, expected: list[int]
    ) -> None:
        assert found(engine, text) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "\ud83d\udc00 \udc00",
            '"',
            'NEAR(put road, 2) AND title_folded : x "',
            "{a b} : c ^d + e",
            "' OR 1=1 --",
            "a* -b* OR c*",
            "\u202e\u200b\x00",
            "a" * 10_000,
            "a " * 5_000,
            "- " * 5_000,
            '"' * 9_999,
            " OR ".join(f"w{number}" for number in range(300)),
            " ".join(f"-w{number}" for number in range(300)),
            '"' + "w " * 490 + '"',
        ],
    )
    def test_hostile_query_finds_nothing_wrong(self, engine: SearchEngine, text: str) -> None:
        results = engine.search(SearchQuery(text=text))
        assert len(results.hits) == results.total

    def test_hit_shows_what_matched_in_the_original(self, engine: SearchEngine) -> None:
        (hit,) = engine.search(SearchQuery(text="strategija opstina")).hits
        assert hit.passage_html == "<mark>Општина</mark> Јегуновце објави <mark>стратегија</mark>"
        assert (hit.id, hit.kind, hit.url_path) == (f"submission:{UUID(int=1)}", "submission", "/submissions/1/")


class TestOrder:
    def test_title_comes_before_body_whatever_the_lengths(
        self, engine: SearchEngine, index: Index, make_document: Make
    ) -> None:
        index(
            engine,
            make_document(1, "budget budget budget"),
            make_document(2, "long text " * 2_000, title="The budget"),
            make_document(3, "budget once among several other words here"),
            make_document(4, "nothing of the kind"),
        )
        assert numbers(engine.search(SearchQuery(text="budget"))) == [2, 1, 3]

    def test_title_must_hold_every_word_to_come_first(
        self, engine: SearchEngine, index: Index, make_document: Make
    ) -> None:
        index(
            engine,
            make_document(1, "road budget filler filler filler filler", title="Plan"),
            make_document(2, "a b c d e f g h", title="Road budget"),
            make_document(3, "nothing else"),
        )
        assert numbers(engine.search(SearchQuery(text="road budget"))) == [2, 1]

    def test_written_alike_comes_before_folded_alike(
        self, engine: SearchEngine, index: Index, make_document: Make
    ) -> None:
        index(
            engine,
            make_document(1, "kosa je duga", year=2020),
            make_document(2, "koša je duga", year=2020),
            *(make_document(number, "nešto drugo") for number in range(3, 9)),
        )
        assert numbers(engine.search(SearchQuery(text="koša"))) == [2, 1]
        assert numbers(engine.search(SearchQuery(text="kosa"))) == [1, 2]
        assert numbers(engine.search(SearchQuery(text="коша"))) == [2, 1]

    @pytest.mark.parametrize("text", ["", "same"])
    def test_newest_and_oldest_are_by_date(
        self, engine: SearchEngine, index: Index, make_document: Make, text: str
    ) -> None:
        for number, day in ((1, 5), (2, 25), (3, 15)):
            index(engine, make_document(number, "same", published_at=datetime(2026, 3, day, tzinfo=UTC)))
        assert numbers(engine.search(SearchQuery(text=text, sort=Sort.NEWEST))) == [2, 3, 1]
        assert numbers(engine.search(SearchQuery(text=text, sort=Sort.OLDEST))) == [1, 3, 2]

    def test_order_is_explained_where_a_hit_may_lack_the_word_that_is_asked_for(
        self, engine: SearchEngine, index: Index, make_document: Make
    ) -> None:
        index(engine, make_document(1, "road and budget"), make_document(2, "water"), make_document(3, "road"))
        explained = engine.explain(SearchQuery(text="budget OR -road"), f"submission:{UUID(int=1)}")
        assert (explained.total, explained.words) == (2, ("budget",))
        assert explained.score is not None
        assert explained.score.words[0] > 0

    def test_row_counts_as_near_though_another_of_it_overlaps(
        self, engine: SearchEngine, index: Index, make_document: Make
    ) -> None:
        body = "clean water filler water clean water"
        index(engine, make_document(1, body), make_document(2, "clean"), make_document(3, "other"))
        near = SearchQuery(text='"water clean" "clean water"')
        explained = engine.explain(near, f"submission:{UUID(int=1)}")
        assert explained.score is not None
        assert explained.score.near > 0

    def test_relevance_without_words_is_newest(
        self, engine: SearchEngine, index: Index, make_document: Make
    ) -> None:
        for number, day in ((1, 5), (2, 25), (3, 15)):
            index(engine, make_document(number, "same", published_at=datetime(2026, 3, day, tzinfo=UTC)))
        assert numbers(engine.search(SearchQuery(text=""))) == [2, 3, 1]
        assert numbers(engine.search(SearchQuery(text="-other"))) == [2, 3, 1]

    def test_pages_hold_every_hit_once(self, engine: SearchEngine, index: Index, make_document: Make) -> None:
        index(engine, *(make_document(number, "same words") for number in range(1, 48)))
        for sort in Sort:
            pages = [
                engine.search(SearchQuery(text="words", sort=sort, page=page, page_size=10))
                for page in range(1, 7)
            ]
            assert [len(page.hits) for page in pages] == [10, 10, 10, 10, 7, 0]
            assert {page.total for page in pages} == {47}
            assert pages[0].pages == 5
            assert sorted(number for page in pages for number in numbers(page)) == list(range(1, 48))


class TestFiltersAndFacets:
    @pytest.fixture(autouse=True)
    def corpus(self, engine: SearchEngine, index: Index, make_document: Make) -> None:
        index(
            engine,
            make_document(1, "put", institution=A, language="sq", year=2025, kind="submission"),
            make_document(2, "put", institution=A, language="sr-latn", year=2026, kind="submission"),
            make_document(
                3, "put", institution=A, language="sr-latn", year=2026, kind="consultation", state="open"
            ),
            make_document(4, "put", institution=B, language="mk", year=2026, kind="consultation", state="closed"),
            make_document(5, "drugo", institution=B, language="mk", year=2024, kind="document", state="current"),
        )

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ({"kind": {"submission"}}, [1, 2]),
            ({"kind": {"submission", "document"}}, [1, 2]),
            ({"language": {"sr-latn", "mk"}}, [2, 3, 4]),
            ({"language": {"sr-latn", "mk"}, "year": {"2026"}, "kind": {"consultation"}}, [3, 4]),
            ({"institution": {A}, "state": {"open"}}, [3]),
            ({"institution": set()}, [1, 2, 3, 4]),
            ({"year": {"nonsense"}}, []),
            ({"state": {"\ud800'; DROP TABLE document"}}, []),
        ],
    )
    def test_filters_narrow(self, engine: SearchEngine, filters: dict[str, set[str]], expected: list[int]) -> None:
        frozen = {name: frozenset(values) for name, values in filters.items()}
        assert found(engine, "put", filters=frozen) == expected

    def test_facets_count_what_the_words_match(self, engine: SearchEngine) -> None:
        results = engine.search(SearchQuery(text="put"))
        assert results.total == 4
        assert tuple(results.facets) == facets.names()
        assert counts(results, "institution") == {A: 3, B: 1}
        assert counts(results, "language") == {"sr-latn": 2, "mk": 1, "sq": 1}
        assert results.facets["year"] == (FacetCount("2026", 3), FacetCount("2025", 1))
        assert counts(results, "kind") == {"submission": 2, "consultation": 2}
        assert counts(results, "state") == {"published": 2, "open": 1, "closed": 1}

    def test_each_facet_is_counted_under_the_other_filters_only(self, engine: SearchEngine) -> None:
        filters = {"language": frozenset({"sr-latn"}), "kind": frozenset({"consultation"})}
        results = engine.search(SearchQuery(text="put", filters=filters))
        assert results.total == 1
        assert counts(results, "language") == {"sr-latn": 1, "mk": 1}
        assert counts(results, "kind") == {"submission": 1, "consultation": 1}
        assert counts(results, "institution") == {A: 1}
        assert counts(results, "year") == {"2026": 1}

    def test_institutions_left_out_vanish_from_hits_total_and_facets(self, engine: SearchEngine) -> None:
        results = engine.search(SearchQuery(text="put", institutions=frozenset({B})))
        assert (numbers(results), results.total) == ([4], 1)
        assert counts(results, "institution") == {B: 1}
        assert counts(results, "language") == {"mk": 1}
        assert engine.search(SearchQuery(text="put", institutions=frozenset())).total == 0

    def test_facet_counts_tell_what_choosing_the_value_would_give(self, engine: SearchEngine) -> None:
        chosen = {"language": frozenset({"mk"}), "year": frozenset({"2026"})}
        results = engine.search(SearchQuery(text="put", filters=chosen))
        for name in FACETS:
            for entry in results.facets[name]:
                filters = {**chosen, name: frozenset({entry.value})}
                assert engine.search(SearchQuery(text="put", filters=filters)).total == entry.count, (name, entry)


class TestWriting:
    def test_replacing_leaves_only_the_new_text(
        self, engine: SearchEngine, index: Index, make_document: Make
    ) -> None:
        index(engine, make_document(1, "before", version=1))
        index(engine, make_document(1, "after", version=2))
        assert (found(engine, "before"), found(engine, "after")) == ([], [1])

    def test_writing_the_same_twice_changes_nothing(
        self, engine: SearchEngine, index: Index, make_document: Make
    ) -> None:
        for _ in range(2):
            index(engine, make_document(1, "text", version=7))
        results = engine.search(SearchQuery(text="text"))
        assert (results.total, engine.status().documents) == (1, 1)

    def test_older_version_is_passed_over(self, engine: SearchEngine, index: Index, make_document: Make) -> None:
        index(engine, make_document(1, "after", version=2))
        index(engine, make_document(1, "before", version=1))
        assert (found(engine, "before"), found(engine, "after")) == ([], [1])

    def test_no_documents_removes_the_object_and_no_other(
        self, engine: SearchEngine, index: Index, make_document: Make
    ) -> None:
        index(engine, make_document(1, "text"), make_document(2, "text"))
        index(engine, make_document(1, "text"), source="other things")
        with engine.writing() as writer:
            writer.replace("things", str(UUID(int=1)), [])
        assert found(engine, "text") == [1, 2]
        with engine.writing() as writer:
            writer.replace("other things", str(UUID(int=1)), [])
        assert found(engine, "text") == [2]

    def test_parts_of_one_object_are_kept_apart(self, engine: SearchEngine, make_document: Make) -> None:
        languages = [make_document(1, f"tekst {part}", part=part, language=part) for part in ("sq", "mk")]
        with engine.writing() as writer:
            writer.replace("things", str(UUID(int=1)), languages)
        assert counts(engine.search(SearchQuery(text="tekst")), "language") == {"sq": 1, "mk": 1}
        with engine.writing() as writer:
            writer.replace("things", str(UUID(int=1)), languages[1:])
        assert counts(engine.search(SearchQuery(text="tekst")), "language") == {"mk": 1}

    def test_turn_that_fails_writes_nothing(self, engine: SearchEngine, make_document: Make) -> None:
        with contextlib.suppress(LookupError), engine.writing() as writer:
            writer.replace("things", str(UUID(int=1)), [make_document(1, "text")])
            raise LookupError
        assert found(engine) == []

    def test_every_field_comes_back_in_the_hit(
        self, engine: SearchEngine, index: Index, make_document: Make
    ) -> None:
        at = datetime(2026, 5, 4, 3, 2, 1, 987_654, tzinfo=UTC)
        index(
            engine,
            make_document(
                1,
                "Uvod. Član o putevima.",
                "Pravilnik <1>",
                kind="document",
                institution=B,
                consultation="c",
                state="current",
                year=2019,
                published_at=at,
                sections=(Section(0, ""), Section(6, "clan-1", "Član 1")),
            ),
        )
        (hit,) = engine.search(SearchQuery(text="putevima OR pravilnik")).hits
        assert (hit.kind, hit.institution, hit.consultation, hit.language) == ("document", B, "c", "sq")
        assert (hit.state, hit.year, hit.published_at) == ("current", 2019, at)
        assert (hit.title, hit.title_html) == ("Pravilnik <1>", "<mark>Pravilnik</mark> &lt;1&gt;")
        assert hit.passage_html == "Član o <mark>putevima</mark>."
        assert (hit.url_path, hit.section) == ("/submissions/1/#clan-1", "Član 1")

    @pytest.mark.parametrize(("before", "shown"), [("", True), ("filler " * 20, False)])
    def test_hit_tells_whether_its_passage_shows_the_sections_label(
        self, engine: SearchEngine, index: Index, make_document: Make, before: str, shown: bool
    ) -> None:
        body = f"Član 1\n{before}putevi " + "drugo " * 80
        index(engine, make_document(1, body, sections=(Section(0, "clan-1", "Član 1"),)))
        (hit,) = engine.search(SearchQuery(text="putevi")).hits
        assert hit.section_in_passage is shown
        assert ("Član 1" in hit.passage_html) is shown

    @pytest.mark.parametrize(
        "body", ["half \ud83d pair", "null \x00 byte", "\u202ertl", "x" * 100_000, "ž " * 50_000]
    )
    def test_hostile_text_is_indexed_and_shown(
        self, engine: SearchEngine, index: Index, make_document: Make, body: str
    ) -> None:
        index(engine, make_document(1, f"{body} komuna", title=body[:100]))
        (hit,) = engine.search(SearchQuery(text="komuna")).hits
        assert "<mark>komuna</mark>" in hit.passage_html
        hit.title_html.encode()


class TestRebuilding:
    @pytest.fixture(autouse=True)
    def from_nothing(self, engine: SearchEngine) -> None:
        engine.clear()

    def test_rebuild_drops_what_was_not_written_again(
        self, engine: SearchEngine, index: Index, make_document: Make
    ) -> None:
        index(engine, make_document(1, "text"), make_document(2, "text"), make_document(3, "text", version=5))
        generation = engine.begin_rebuild()
        index(engine, make_document(1, "text"), make_document(3, "text", version=4), make_document(4, "text"))
        assert found(engine, "text") == [1, 2, 3, 4]
        engine.end_rebuild(generation)
        assert found(engine, "text") == [1, 3, 4]

    def test_new_index_asks_to_be_built_until_it_is(self, engine: SearchEngine) -> None:
        assert engine.status().rebuild_reason
        generation = engine.begin_rebuild()
        assert engine.status().rebuild_reason
        engine.end_rebuild(generation)
        assert engine.status().rebuild_reason == ""

    def test_cleared_index_is_empty_and_asks_to_be_built(
        self, engine: SearchEngine, index: Index, make_document: Make
    ) -> None:
        engine.end_rebuild(engine.begin_rebuild())
        index(engine, make_document(1, "text"))
        engine.clear()
        assert found(engine) == []
        assert engine.status().rebuild_reason
