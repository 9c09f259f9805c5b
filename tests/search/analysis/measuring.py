"""Run in a process of its own: what the lexicons cost. Prints one JSON object."""

import json
import random
import resource
import sys
import time
from pathlib import Path

WORDS = Path(sys.argv[1]).read_text(encoding="utf-8").split()
TOKENS = int(sys.argv[2])


def resident() -> int:
    """Bytes of memory that belong to this process alone or to mapped files it has read."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def natural_text(tokens: int) -> str:
    """Words as often as in natural texts: the n-th most frequent one n times rarer than the first."""
    draw = random.Random(7)
    weights = [1 / rank for rank in range(1, len(WORDS) + 1)]
    words = draw.choices(WORDS, weights, k=tokens)
    return "\n".join(" ".join(words[start : start + 15]) + "." for start in range(0, tokens, 15))


def main() -> None:
    """Load all lexicons, ask each something, then analyse a text."""
    text = natural_text(TOKENS).split("\n")
    from search.analysis import query_tokens_of, tokens_of  # Unicode's tables are no matter of the lexicons

    before, started = resident(), time.process_time()
    assert any(token.keys for token in query_tokens_of("komunave opštine општините belediyesine cities"))
    loaded = time.process_time() - started
    loading = resident() - before
    started = time.process_time()
    count = sum(1 for line in text for _ in tokens_of(line, "sr"))
    seconds = time.process_time() - started
    after = resident() - before
    print(json.dumps({"load_s": loaded, "load_bytes": loading, "used_bytes": after, "tokens_s": count / seconds}))


main()
