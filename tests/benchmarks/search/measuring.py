"""Times of many questions to one side: percentiles of one asker, answers a second of eight."""

import argparse
import json
import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tests.benchmarks.search.corpus import MEAN_WORDS, Corpus
from tests.benchmarks.search.questions import Question, questions

Ask = Callable[[Question], int]
"""Asks one question, with facets and the first page of results; how many there are."""


@dataclass(frozen=True)
class Measured:
    """Milliseconds of one asker, and answers a second of `clients` at once; of one, where an answer takes longer
    than all of them were to ask."""

    median: float
    p95: float
    p99: float
    per_second: float
    asked: int
    slowest: str
    by_kind: dict[str, float]

    def as_json(self) -> dict[str, Any]:
        """For the report of another process."""
        return asdict(self)


def options_of_a_side() -> argparse.Namespace:
    """What each side of the benchmark is told on its command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, required=True)
    parser.add_argument("--words", type=int, default=MEAN_WORDS)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--patience", type=float, default=300.0)
    return parser.parse_args()


def measure_side(connect: Callable[[], Ask], corpus: Corpus, options: argparse.Namespace) -> Measured:
    """Ask one side the corpus's questions, and tell at once what came of it: what else is measured takes long."""
    measured = measure(
        connect,
        questions(corpus, options.questions),
        clients=options.clients,
        seconds=options.seconds,
        patience=options.patience,
    )
    print(json.dumps(measured.as_json()), file=sys.stderr)
    return measured


def measure(
    connect: Callable[[], Ask],
    questions: Sequence[Question],
    *,
    clients: int = 8,
    seconds: float = 5.0,
    patience: float = 300.0,
) -> Measured:
    """Ask every question twice, the first time to warm up; then let several clients ask at once.

    `connect` is called once in each process and returns what asks. Whoever has not answered them all within
    `patience` seconds is asked only the first ones, as many as were answered; the kinds of questions take turns.
    """
    ask = connect()
    timed: list[tuple[float, Question]] = []
    begun = time.monotonic()
    warmed = 0
    while warmed < len(questions) and (not warmed or time.monotonic() - begun < patience):
        ask(questions[warmed])
        warmed += 1
    questions = questions[:warmed]
    begun = time.monotonic()
    for question in questions:
        if timed and time.monotonic() - begun > patience:
            break
        started = time.perf_counter()
        ask(question)
        timed.append((1000 * (time.perf_counter() - started), question))
    times = sorted(milliseconds for milliseconds, _question in timed)
    kinds: dict[str, list[float]] = {}
    for milliseconds, question in timed:
        kinds.setdefault(question.kind, []).append(milliseconds)
    worst, slowest = max(timed, key=lambda pair: pair[0])
    return Measured(
        median=statistics.median(times),
        p95=percentile(times, 95),
        p99=percentile(times, 99),
        per_second=(
            throughput(connect, questions, clients, seconds)
            if statistics.median(times) < 1000 * seconds
            else 1000 * len(times) / sum(times)
        ),
        asked=len(timed),
        slowest=f"{slowest.kind}: {slowest.text[:40]} ({worst:.0f} ms)",
        by_kind={kind: percentile(sorted(found), 95) for kind, found in kinds.items()},
    )


def percentile(ordered: Sequence[float], share: int) -> float:
    """The value below which `share` per cent of the ordered values are."""
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def throughput(connect: Callable[[], Ask], questions: Sequence[Question], clients: int, seconds: float) -> float:
    """Answers a second while `clients` processes ask at once."""
    context = multiprocessing.get_context("fork")
    counts = context.Queue()
    processes = [
        context.Process(target=_client, args=(connect, questions, number, seconds, counts))
        for number in range(clients)
    ]
    for process in processes:
        process.start()
    answered = [counts.get(timeout=seconds * 20 + 600) for _ in processes]
    for process in processes:
        process.join()
    return sum(answered)


def _client(
    connect: Callable[[], Ask], questions: Sequence[Question], number: int, seconds: float, counts: Any
) -> None:
    ask = connect()
    ask(questions[number % len(questions)])
    started, asked = time.monotonic(), 0
    while time.monotonic() - started < seconds:
        ask(questions[(number * 25 + asked) % len(questions)])
        asked += 1
    counts.put(asked / (time.monotonic() - started))
