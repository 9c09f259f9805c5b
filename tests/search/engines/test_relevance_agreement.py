"""Both engines put the same things first, and no query makes either work beyond measure."""

import itertools
import random
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from search import ranking
from search.documents import SearchDocument
from search.engines import SearchEngine
from search.engines.sqlite import order, question
from search.engines.sqlite.engine import SQLiteEngine
from search.engines.sqlite.matching import holding
from search.query import SearchQuery, Sort, parse

Make = Callable[..., SearchDocument]

SIZE = 1_200
WORDS = """
komuna qytetit rrugën buxhetit shkolla ujësjellësi kanalizimi ndriçimi
stacionin parku mbeturinat banorët projekti
opština ulica budžet škola vodovod kanalizacija rasveta stanica
park otpad građani projekat deponija most semafor
општина улица буџет училиште водовод канализација осветлување станица
парк отпад граѓани проект депонија мост семафор
municipality street budget school water sewage lighting station
park waste citizens project landfill bridge lights
"""
VOCABULARY = WORDS.split()


def corpus(make_document: Make) -> Iterator[SearchDocument]:
    """Texts with natural frequencies: the n-th word of the vocabulary occurs 1/n as often as the first."""
    chance = random.Random(7)
    weights = list(itertools.accumulate(1 / (place + 1) for place in range(len(VOCABULARY))))
    begins = datetime(2020, 1, 1, tzinfo=UTC)
    for number in range(1, SIZE + 1):
        body = " ".join(chance.choices(VOCABULARY, cum_weights=weights, k=chance.randint(4, 40)))
        titled = number % 12 == 0
        yield make_document(
            number,
            body,
            " ".join(chance.choices(VOCABULARY, cum_weights=weights, k=3)) if titled else "",
            kind="document" if titled else "submission",
            language=chance.choice(["sq", "sr-latn", "mk", "en"]),
            published_at=begins + timedelta(hours=37 * number),
        )


def queries() -> list[str]:
    chance = random.Random(11)
    single = [VOCABULARY[place] for place in range(0, 52, 3)]
    pairs = [" ".join(chance.sample(VOCABULARY[:30], 2)) for _ in range(12)]
    others = ['"komuna qytetit"', "opstina -ulica", "shkolla OR škola", "kanal* park", "rrugen buxhetit -park*"]
    return single + pairs + others


@pytest.fixture(scope="module")
def filled() -> Callable[[SearchEngine, Make], SearchEngine]:
    def fill(engine: SearchEngine, make_document: Make) -> SearchEngine:
        generation = engine.begin_rebuild()
        documents = list(corpus(make_document))
        for start in range(0, SIZE, 400):
            with engine.writing(rebuilding=True) as writer:
                for document in documents[start : start + 400]:
                    writer.replace("things", document.object_id, [document])
        engine.end_rebuild(generation)
        return engine

    return fill


def first(engine: SearchEngine, text: str, count: int = 10) -> list[int]:
    hits = engine.search(SearchQuery(text=text, page_size=count)).hits
    return [UUID(hit.object_id).int for hit in hits]


@pytest.mark.services
def test_first_ten_agree_between_the_engines(
    cluster_engine: SearchEngine, filled: Callable, make_document: Make, tmp_path: Path
) -> None:
    embedded = filled(SQLiteEngine(str(tmp_path / "index.sqlite3")), make_document)
    cluster = filled(cluster_engine, make_document)
    shared = asked = 0
    for text in queries():
        one, other = embedded.search(SearchQuery(text=text)), cluster.search(SearchQuery(text=text))
        assert (one.total, one.facets) == (other.total, other.facets), text
        ours, theirs = first(embedded, text), first(cluster, text)
        assert len(set(ours) & set(theirs)) >= 0.9 * len(ours), (text, one.total, ours, theirs)
        shared += len(set(ours) & set(theirs))
        asked += len(ours)
        html = {hit.id: (hit.title_html, hit.passage_html, hit.url_path) for hit in other.hits}
        for hit in one.hits:
            if hit.id in html:
                assert html[hit.id] == (hit.title_html, hit.passage_html, hit.url_path)
        for sort in (Sort.NEWEST, Sort.OLDEST):
            pages = [
                [hit.id for hit in engine.search(SearchQuery(text=text, sort=sort, page=2)).hits]
                for engine in (embedded, cluster)
            ]
            assert pages[0] == pages[1], (text, sort)
    assert asked > 250
    assert shared >= 0.97 * asked
    cluster_engine.clear()


@pytest.mark.services
def test_first_ten_are_those_of_all_that_is_found(
    filled: Callable,
    cluster_engine: SearchEngine,
    make_document: Make,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    embedded = filled(SQLiteEngine(str(tmp_path / "index.sqlite3")), make_document)
    cluster = filled(cluster_engine, make_document)
    shown = [(first(embedded, text), first(cluster, text)) for text in queries()]
    monkeypatch.setattr(question, "window", lambda parsed: SIZE)
    best = [first(embedded, text) for text in queries()]
    for place, least in ((0, 0.95), (1, 0.98)):
        shared = sum(len(set(pair[place]) & set(right)) for pair, right in zip(shown, best, strict=True))
        assert shared >= least * sum(map(len, best))
    cluster_engine.clear()


def test_every_page_of_a_frequent_word_holds_other_documents(
    filled: Callable, make_document: Make, tmp_path: Path
) -> None:
    engine = filled(SQLiteEngine(str(tmp_path / "index.sqlite3")), make_document)
    total = engine.search(SearchQuery(text="komuna")).total
    assert total > ranking.ROWS
    pages = [engine.search(SearchQuery(text="komuna", page=page, page_size=100)).hits for page in range(1, 13)]
    ids = [hit.id for page in pages for hit in page]
    assert (len(ids), len(set(ids))) == (total, total)


WORST = {
    "every word": " ".join(VOCABULARY * 20),
    "any word": " OR ".join(VOCABULARY * 5),
    "no word": " ".join(f"-{word}" for word in VOCABULARY),
    "beginnings": " ".join(f"{word[:2]}*" for word in VOCABULARY),
    "one row": '"' + " ".join(["komuna"] * 150) + '"',
    "rows": " OR ".join(f'"komuna {word}"' for word in VOCABULARY),
    "law numbers": " ".join(f"05/L-{number}/A-b-c-d" for number in range(200)),
    "long": "a" * 10_000,
}


@pytest.mark.parametrize("name", WORST)
def test_crafted_query_asks_for_few_times_as_much_as_a_usual_one(name: str) -> None:
    """Work is what the engine must look up: forms of words, and beginnings."""

    def work(text: str) -> tuple[int, int]:
        terms = (term for clause in parse(text).clauses for term in clause.terms)
        expressions = {match.expression for term in terms for match in holding(term)}  # each is looked up once
        expression = " ".join(expressions)
        return len(re.findall(r'"[^"]*"', expression)), len(re.findall(r'"[^"]*" \*', expression))

    usual_forms, _ = work("opštinski budžet")
    forms, beginnings = work(WORST[name])
    assert forms <= 20 * usual_forms
    assert beginnings <= 4
    parsed = parse(WORST[name])
    assert sum(len(term.folded) for clause in parsed.clauses for term in clause.terms) <= 16 * 16
    assert max(len(term.folded) for clause in parsed.clauses for term in clause.terms) <= 16
    assert parsed.truncated or name in ("no word", "beginnings")


def test_ranking_looks_at_a_bounded_part_of_what_matches(
    filled: Callable, make_document: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = filled(SQLiteEngine(str(tmp_path / "index.sqlite3")), make_document)
    judged: list[int] = []
    candidates = question.Question.candidates

    def counted(self: question.Question, numbers: list[int]) -> list:
        judged.append(len(numbers))
        return candidates(self, numbers)

    monkeypatch.setattr(question.Question, "candidates", counted)
    monkeypatch.setattr(order, "RANKED", 1)  # as if the index were a hundred times as large
    text = " OR ".join(VOCABULARY[:16])
    found = engine.search(SearchQuery(text=text, page_size=10))
    assert found.total > 1_100
    assert judged == [ranking.WORDS]
    titled = [hit for hit in found.hits if "<mark>" in hit.title_html]
    assert len(titled) == 10  # what has it in its title still comes first
