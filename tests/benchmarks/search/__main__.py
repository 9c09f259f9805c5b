"""`python -m tests.benchmarks.search`: our engines beside Wagtail's own search, on one corpus in one run.

Every side indexes the same seeded texts and answers the same questions, each with its first page, the number of
hits and all facets. Times are of this machine; what may be compared with another's are the ratios.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.search.corpus import MEAN_WORDS, Corpus

ROOT = Path(__file__).resolve().parents[3]
NODE = ROOT / "tests" / "services" / "elasticsearch_node" / "es_node.py"
SIDES = ("sqlite", "elasticsearch", "wagtail-sqlite", "wagtail-postgresql")
ANALYSED = 20_000
ADDITIONS = 2_000_000


def main() -> None:
    """Measure each side in processes of its own, then print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.search", description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000, help="on SQLite and for Wagtail (full: 100000)")
    parser.add_argument("--elasticsearch-documents", type=int, help="default: as many (full: 1000000)")
    parser.add_argument("--words", type=int, default=MEAN_WORDS, help="of a text on average, its title aside")
    parser.add_argument("--heap", default="1g", help="of the Elasticsearch node")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=5.0, help="of asking with all clients")
    parser.add_argument("--patience", type=float, default=300.0, help="seconds for all questions, of each side")
    parser.add_argument("--sides", nargs="+", choices=SIDES, default=list(SIDES))
    options = parser.parse_args()
    common = [
        f"--{name}={getattr(options, name)}" for name in ("words", "questions", "clients", "seconds", "patience")
    ]
    measured: dict[str, dict[str, Any]] = {}
    for side in options.sides:
        number = options.documents
        if side == "elasticsearch" and options.elasticsearch_documents:
            number = options.elasticsearch_documents
        print(f"{side}: {number} documents …", file=sys.stderr)
        started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="kuvend-bench-") as var:
            measured[side] = run_side(side, var, options.heap, [f"--documents={number}", *common])
        measured[side] |= {"documents": number, "seconds": time.monotonic() - started}
        print(json.dumps(measured[side]), file=sys.stderr)  # the full sizes take an hour: what is known is told
    report(measured)
    print(f"\nanalysis: {tokens_per_second():,.0f} tokens a second on one core")
    print(f"this machine: {additions_per_second() / 1e6:,.1f} million additions a second in one core's Python")


def run_side(side: str, var: str, heap: str, arguments: list[str]) -> dict[str, Any]:
    """The JSON one side prints."""
    environment = {**os.environ, "KUVEND_VAR": var, "LOG_LEVEL": "ERROR"}
    for name in ("DATABASE_URL", "SEARCH_URL"):
        environment.pop(name, None)
    environment["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.search.settings"
    if side.startswith("wagtail"):
        command = [sys.executable, "-m", "tests.benchmarks.search.wagtail_side", *arguments]
        if side == "wagtail-postgresql":
            command = [sys.executable, str(ROOT / "tools" / "postgres.py"), *command]
        return last_line(command, environment)
    command = [sys.executable, "-m", "tests.benchmarks.search.engine_side", *arguments]
    if side == "sqlite":
        return last_line(command, environment)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    node = [sys.executable, str(NODE)]
    try:
        place = f"--dir={var}/node"
        subprocess.run([*node, "up", f"--port={port}", f"--heap={heap}", place], check=True, stdout=sys.stderr)
        environment["SEARCH_URL"] = f"elasticsearch://127.0.0.1:{port}/bench"
        return last_line(command, environment)
    finally:
        subprocess.run([*node, "down", f"--dir={var}/node", "--purge"], check=False)


def last_line(command: list[str], environment: dict[str, str]) -> dict[str, Any]:
    """What the command prints last, as JSON."""
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def report(measured: dict[str, dict[str, Any]]) -> None:
    """Print the table, and how much slower Wagtail's search is than ours."""
    heads = ("documents", "asked", "median ms", "p95 ms", "p99 ms", "answers/s", "indexed/s", "recall")
    print(f"\n{'':<20}" + "".join(f"{head:>12}" for head in heads))
    for side, found in measured.items():
        print(
            f"{side:<20}{found['documents']:>12}{found['asked']:>12}"
            f"{found['median']:>12.1f}{found['p95']:>12.1f}{found['p99']:>12.1f}"
            f"{found['per_second']:>12.1f}{found['indexed_per_second']:>12.0f}{found['recall']:>12.3f}"
        )
    for side, found in measured.items():
        kinds = ", ".join(f"{kind} {worst:.0f}" for kind, worst in found["by_kind"].items())
        print(f"{side}: p95 by kind: {kinds}; slowest {found['slowest']}")
    ours = measured.get("sqlite")
    for side in ("wagtail-sqlite", "wagtail-postgresql"):
        if ours and side in measured:
            print(f"{side} takes {measured[side]['p95'] / ours['p95']:.1f} times as long as ours at p95")
    for side in ("sqlite", "elasticsearch"):
        if side in measured:
            print(
                f"{side}: {measured[side]['indexed_per_core_second']:.0f} documents indexed a second of our core"
            )


def tokens_per_second() -> float:
    """Tokens of the corpus analysed by one core in a second."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")
    django.setup()
    from search.analysis import tokens_of

    texts = [(text.body, text.language) for text in Corpus(seed=2).texts(ANALYSED)]
    started = time.process_time()
    tokens = sum(1 for body, language in texts for _token in tokens_of(body, language))
    return tokens / (time.process_time() - started)


def additions_per_second() -> float:
    """What to hold the times against, as machines differ and so do their hours: the best of five."""
    spent = []
    for _ in range(5):
        started, total = time.process_time(), 0
        for number in range(ADDITIONS):
            total += number
        spent.append(time.process_time() - started)
    return ADDITIONS / min(spent)


if __name__ == "__main__":
    main()
