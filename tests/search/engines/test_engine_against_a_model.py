"""Every engine finds exactly what a plain reading of the query finds."""

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.analysis import tokens_of
from search.documents import SearchDocument
from search.engines import SearchEngine
from search.engines.sqlite.engine import SQLiteEngine
from search.query import SearchQuery, Term, parse

LANGUAGE = "sr-latn"
WORDS = ["put", "putevi", "пут", "škola", "skola", "школа", "Đak", "djak", "05/L-040", "OR", "most"]
texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
atoms = st.sampled_from([*WORDS, "pu*", "šk*", '"put skola"', '"05 l"', "05/L-0*", '"most', "--put"])
queries = st.lists(st.tuples(st.sampled_from(["", "-"]), atoms).map("".join), max_size=6).map(" ".join)


def holds(term: Term, fields: Sequence[str]) -> bool:
    """Whether the term's words stand in a row in one of the fields, or one word is of the same lemma."""
    for field in fields:
        tokens = list(tokens_of(field, LANGUAGE))
        words = [token.folded for token in tokens]
        if any(set(term.keys) & set(token.keys) or set(term.loose) & set(token.loose) for token in tokens):
            return True
        for place in range(len(words) - len(term.folded) + 1):
            row = words[place : place + len(term.folded)]
            if row[:-1] == list(term.folded[:-1]) and (
                row[-1].startswith(term.folded[-1]) if term.prefix else row[-1] == term.folded[-1]
            ):
                return True
    return False


def expected(documents: list[tuple[str, str]], query: str) -> list[int]:
    clauses = parse(query).clauses
    if query.strip() and not clauses:
        return []
    return [
        number
        for number, fields in enumerate(documents)
        if all(any(holds(term, fields) != term.negated for term in clause.terms) for clause in clauses)
    ]


@pytest.fixture(params=[SQLiteEngine])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> SearchEngine:
    made: SearchEngine = request.param(str(tmp_path / "model.sqlite3"))
    return made


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(documents=st.lists(st.tuples(texts, texts), max_size=6), query=queries)
def test_engine_finds_what_the_query_says(
    engine: SearchEngine,
    make_document: Callable[..., SearchDocument],
    documents: list[tuple[str, str]],
    query: str,
) -> None:
    engine.end_rebuild(engine.begin_rebuild())
    with engine.writing() as writer:
        for number, (title, body) in enumerate(documents):
            document = make_document(number, body, title, language=LANGUAGE)
            writer.replace("things", document.object_id, [document])
    results = engine.search(SearchQuery(text=query, page_size=100))
    assert sorted(UUID(hit.object_id).int for hit in results.hits) == expected(documents, query)
    for hit in results.hits:
        wanted = [term for clause in results.query.parsed.clauses for term in clause.terms if not term.negated]
        if wanted and all(not term.negated for clause in results.query.parsed.clauses for term in clause.terms):
            assert "<mark>" in hit.title_html + hit.passage_html
