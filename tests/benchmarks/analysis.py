"""`python -m tests.benchmarks.analysis`: what the search's analysis costs, as one JSON object.

The text is the demo's content, in four languages. `first_tokens_s` reads it once in a process that has seen no
word yet, half of whose words are new; `tokens_s` reads it again and again, as a long indexing run meets the same
words. Both by the processor's time, so that a busy machine does not count.
"""

import json
import resource
import time
from pathlib import Path

CONTENT = Path(__file__).resolve().parents[2] / "cms" / "demo" / "content"
ROUNDS = 5


def resident() -> int:
    """Bytes in memory, pages of mapped files that were read among them."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def demo_lines() -> list[str]:
    """The demo's texts, a paragraph a line."""
    files = sorted(path for path in CONTENT.rglob("*") if path.suffix in (".toml", ".md", ".json"))
    return [line for path in files for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def measure() -> dict[str, float]:
    """Seconds and bytes of loading all lexicons; then tokens a second, and bytes with all of that read."""
    lines = demo_lines()
    from search.analysis import query_tokens_of, tokens_of

    before, started = resident(), time.process_time()
    if not any(token.keys for token in query_tokens_of("komunave opštine општините belediyesine cities")):
        raise SystemExit("The lexicons are not compiled: python -m search.analysis.compiling")
    loading, load_bytes = time.process_time() - started, resident() - before
    started = time.process_time()
    count = sum(1 for line in lines for _ in tokens_of(line))
    first = time.process_time() - started
    started = time.process_time()
    for _ in range(ROUNDS):
        for line in lines:
            for _ in tokens_of(line):
                pass
    again = time.process_time() - started
    return {
        "tokens": count,
        "load_s": round(loading, 4),
        "load_bytes": load_bytes,
        "used_bytes": resident() - before,
        "first_tokens_s": round(count / first),
        "tokens_s": round(ROUNDS * count / again),
    }


if __name__ == "__main__":
    print(json.dumps(measure()))
