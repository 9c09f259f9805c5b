"""Wagtail's own search on the corpus, in the database of DATABASE_URL; prints one line of JSON."""

import itertools
import json
import time

import django

from tests.benchmarks.search.corpus import Corpus, Written
from tests.benchmarks.search.measuring import Ask, measure_side, options_of_a_side
from tests.benchmarks.search.questions import Question, inflected

FACETS = ("language", "institution", "state", "outcome", "year", "organisation", "provision", "topic")
BATCH = 1000


def main() -> None:
    """Fill the table and the index, ask, print."""
    options = options_of_a_side()
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", run_syncdb=True, verbosity=0)
    corpus = Corpus(mean_words=options.words)
    started = time.perf_counter()
    families = fill(corpus, options.documents)
    rate = options.documents / (time.perf_counter() - started)
    measured = measure_side(connect, corpus, options)
    connection.close()  # the clients' end of it was this process's too
    print(json.dumps({**measured.as_json(), "indexed_per_second": rate, "recall": recall(corpus, families)}))


def fill(corpus: Corpus, number: int) -> dict[tuple[str, int], set[str]]:
    """Store and index the texts; which of them hold which family of forms."""
    from wagtail.search.backends import get_search_backend

    from tests.benchmarks.search.wagtail_texts.models import Text

    backend = get_search_backend()
    families: dict[tuple[str, int], set[str]] = {}
    texts = corpus.texts(number)
    while batch := list(itertools.islice(texts, BATCH)):
        rows = Text.objects.bulk_create(_row(text) for text in batch)
        backend.add_bulk(Text, rows)
        for text in batch:
            if text.family is not None:
                families.setdefault(text.family, set()).add(str(text.uuid))
    return families


def _row(text: Written):  # type: ignore[no-untyped-def]  # a model cannot be imported before Django is set up
    from tests.benchmarks.search.wagtail_texts.models import Text

    fields = {name: getattr(text, name) for name in FACETS}
    return Text(uuid=text.uuid, title=text.title, body=text.body, **fields)


def connect() -> Ask:
    """A connection of this process's own; asks for the first twenty, their number and all facets."""
    from django.db import connection
    from wagtail.search.backends import get_search_backend

    from tests.benchmarks.search.wagtail_texts.models import Text

    connection.close()
    backend = get_search_backend()

    def ask(question: Question) -> int:
        rows = Text.objects.filter(**question.filters)
        found = backend.search(question.words, rows, operator="and")
        list(found[:20])
        for name in FACETS:
            found.facet(name)
        count: int = found.count()
        return count

    return ask


def recall(corpus: Corpus, families: dict[tuple[str, int], set[str]]) -> float:
    """Of all texts with some form of a word, the share found by asking with one form; the mean over words."""
    from wagtail.search.backends import get_search_backend

    from tests.benchmarks.search.wagtail_texts.models import Text

    backend = get_search_backend()
    shares = []
    for form, family in inflected(corpus):
        wanted = families.get(family, set())
        found = {str(text.uuid) for text in backend.search(form, Text.objects.all(), operator="and")[:1_000_000]}
        if wanted:
            shares.append(len(wanted & found) / len(wanted))
    return sum(shares) / len(shares)


if __name__ == "__main__":
    main()
