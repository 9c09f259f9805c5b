"""Whoever makes up the dearest query they can costs at most twenty times a usual one.

Counted, not timed: how many functions are called to answer, comparing and correcting included. What the file
itself must look up is counted in `test_relevance_agreement`.
"""

import cProfile
import pstats
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence

import pytest

from search.engines.sqlite.engine import SQLiteEngine
from search.query import SearchQuery
from tests.benchmarks.search.corpus import Corpus, document

DOCUMENTS = 1_200
MOST = 20  # times a usual query

Words = Mapping[str, Sequence[str]]


@pytest.fixture(scope="module")
def words() -> Words:
    """The words of each language, the most frequent first."""
    return Corpus().words


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SQLiteEngine]:
    """A file with texts as people's, with natural frequencies."""
    engine = SQLiteEngine(str(tmp_path_factory.mktemp("cost") / "search.sqlite3"))
    with engine.writing() as writer:
        for text in Corpus().texts(DOCUMENTS):
            made = document(text)
            writer.replace("things", made.object_id, [made])
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def usually(filled: SQLiteEngine, words: Words) -> float:
    """What a usual query calls."""
    calls(filled, "")  # what is read once is read
    return statistics.median(calls(filled, text) for text in usual(words))


def calls(engine: SQLiteEngine, text: str, page: int = 1) -> int:
    """How many functions are called to answer as the search page does."""
    profile = cProfile.Profile()
    profile.enable()
    query = SearchQuery(text=text, page=page)
    if engine.search(query).total < 3 and query.parsed.positive_terms:
        engine.did_you_mean(query)
    profile.disable()
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


def usual(words: Words) -> list[str]:
    """Two words of a language that many of these texts hold, as people ask for what the platform is about."""
    return [" ".join(ranked[at : at + 2]) for ranked in words.values() for at in (4, 10, 20, 40)]


def frequent(words: Words) -> list[str]:
    return [word for ranked in words.values() for word in ranked[:6]]


def mistyped(words: Words) -> str:
    """Long words of frequent beginnings, each with two letters swapped and one too many."""
    long = [word for word in words["sq"][200:4_000] if len(word) > 9 and word[:2] in ("ko", "pr", "po", "sh")]
    return " ".join(f"{word[:2]}{word[3]}{word[2]}{word[4:]}q" for word in long[:16])


CRAFTED: dict[str, Callable[[Words], str]] = {
    "any of the most frequent words": lambda words: " OR ".join(frequent(words)[:16]),
    "all of the most frequent words": lambda words: " ".join(words["sq"][:16]),
    "stars": lambda words: " OR ".join(["pr*", "po*", "ko*", "me*", "sh*", *frequent(words)[:11]]),
    "none of the most frequent words": lambda words: " ".join(f"-{word}" for word in frequent(words)[:16]),
    "rows": lambda words: " OR ".join(f'"{word} {word}"' for word in words["sq"][:16]),
    "long rows": lambda words: " OR ".join('"' + " ".join(words["sq"][at : at + 16]) + '"' for at in range(16)),
    "one word again and again": lambda words: '"' + " ".join(words["sq"][:1] * 400) + '"',
    "mistyped words": mistyped,
    "one mistyped word again and again": lambda words: " ".join(f"komunaaaqq{c}" for c in "abcdefghijklmnop"),
    "long nonsense": lambda words: " ".join(f"ko{c * 62}" for c in "abcdefghijklmnop"),
    "numbers of laws": lambda words: " ".join(f"05/L-{number}/A-b-c-d-e-f" for number in range(60)),
    "one filter again and again": lambda words: "kind:submission " * 60,
    "different filters": lambda words: " ".join(f"-topic:topic-{number}" for number in range(60)),
    "filters joined by OR": lambda words: " OR ".join(f"topic:topic-{number}" for number in range(60)),
    "a letter": lambda words: "e",
    "ten thousand characters": lambda words: "komuna e " * 1_100,
}


@pytest.mark.parametrize("name", CRAFTED)
def test_crafted_query_calls_at_most_twenty_times_as_much_as_a_usual_one(
    filled: SQLiteEngine, words: Words, usually: float, name: str
) -> None:
    assert calls(filled, CRAFTED[name](words)) <= MOST * usually


def test_the_last_page_costs_as_much_as_the_first(filled: SQLiteEngine, words: Words) -> None:
    text = words["sq"][0]
    first = calls(filled, text)
    assert calls(filled, text, page=500) <= first
    assert calls(filled, text, page=2) <= 2 * first
