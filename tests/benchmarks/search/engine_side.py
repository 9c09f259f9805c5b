"""Our own engine behind SEARCH_URL on the corpus; prints one line of JSON."""

import itertools
import json
import time

import django

from tests.benchmarks.search.corpus import Corpus, document
from tests.benchmarks.search.measuring import Ask, measure_side, options_of_a_side
from tests.benchmarks.search.questions import Question, inflected

BATCH = 1000
PAGE = 100


def main() -> None:
    """Fill the index, ask, print."""
    options = options_of_a_side()
    django.setup()
    from search.engines.indexed import many_documents

    corpus = Corpus(mean_words=options.words)
    with many_documents():
        families, wall, processor = fill(corpus, options.documents)
    measured = measure_side(connect, corpus, options)
    print(
        json.dumps(
            {
                **measured.as_json(),
                "indexed_per_second": options.documents / wall,
                "indexed_per_core_second": options.documents / processor,
                "recall": recall(corpus, families),
            }
        )
    )


def fill(corpus: Corpus, number: int) -> tuple[dict[tuple[str, int], set[str]], float, float]:
    """Index the texts as a rebuild does. Which hold which family, seconds of the clock, of this process's core."""
    from search.engines import the_engine

    engine = the_engine()
    families: dict[tuple[str, int], set[str]] = {}
    texts = corpus.texts(number)
    wall = processor = 0.0
    generation = engine.begin_rebuild()
    while batch := list(itertools.islice(texts, BATCH)):
        documents = [document(text) for text in batch]
        started, used = time.perf_counter(), time.process_time()
        with engine.writing(rebuilding=True) as writer:
            for each in documents:
                writer.replace(each.kind, each.object_id, [each])
        wall += time.perf_counter() - started
        processor += time.process_time() - used
        for text in batch:
            if text.family is not None:
                families.setdefault(text.family, set()).add(str(text.uuid))
    started = time.perf_counter()
    engine.end_rebuild(generation)
    return families, wall + time.perf_counter() - started, processor


def connect() -> Ask:
    """A connection of this process's own; asks for the first twenty, their number and all facets."""
    from search.engines import engine_for, the_engine
    from search.query import SearchQuery

    the_engine().close()
    engine_for.cache_clear()
    engine = the_engine()

    def ask(question: Question) -> int:
        filters = {name: frozenset({value}) for name, value in question.filters.items()}
        return engine.search(SearchQuery(text=question.text, filters=filters)).total

    return ask


def recall(corpus: Corpus, families: dict[tuple[str, int], set[str]]) -> float:
    """Of all texts with some form of a word, the share found by asking with one form; the mean over words."""
    shares = []
    for form, family in inflected(corpus):
        wanted = families.get(family, set())
        if wanted:
            shares.append(len(wanted & _found(form, family)) / len(wanted))
    return sum(shares) / len(shares)


def _found(form: str, family: tuple[str, int]) -> set[str]:
    """The uuids found, page by page as far as one may page; within a year, where there are more."""
    from search.engines import the_engine
    from search.query import SearchQuery

    engine, found = the_engine(), set()
    years = [count.value for count in engine.search(SearchQuery(text=form)).facets["year"]]
    for year in years:
        filters = {"year": frozenset({year}), "language": frozenset({family[0]})}
        for page in range(1, SearchQuery(page_size=PAGE).last_page + 1):
            hits = engine.search(SearchQuery(text=form, filters=filters, page=page, page_size=PAGE)).hits
            found |= {hit.object_id for hit in hits}
            if len(hits) < PAGE:
                break
    return found


if __name__ == "__main__":
    main()
