"""Counting how often something took how long, in buckets that grow: small, quick, and easy to add up."""

from bisect import bisect_left
from collections.abc import Sequence

MILLISECONDS = tuple(0.1 * 2 ** (step / 2) for step in range(41))
"""Upper bounds of durations, each some 41 % above the one before: from 0.1 ms to 105 s."""
QUERIES = (*range(11), 12, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 300, 500, 1000)
"""Upper bounds of numbers of queries: exact up to ten."""


def bucket(bounds: Sequence[float], value: float) -> int:
    """The number of the bucket a value falls into; what is above all bounds falls into the last."""
    return min(bisect_left(bounds, value), len(bounds) - 1)


def percentile(bounds: Sequence[float], counts: Sequence[int], share: float) -> float:
    """The bound below which `share` (0 to 1) of what was counted lies; 0 where nothing was."""
    wanted = share * sum(counts)
    seen = 0
    for bound, count in zip(bounds, counts, strict=False):
        seen += count
        if count and seen >= wanted:
            return bound
    return 0


def added(bounds: Sequence[float], *histograms: Sequence[int]) -> list[int]:
    """Several histograms with these bounds as one; one that is shorter counts as empty beyond its end."""
    total = [0] * len(bounds)
    for counts in histograms:
        for number, count in enumerate(counts[: len(total)]):
            total[number] += count
    return total
