"""What the lexicons cost a web worker."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def cost() -> dict[str, float]:
    """Measured in a process of its own, which has loaded nothing yet."""
    command = [sys.executable, "-m", "tests.benchmarks.analysis"]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def test_loading_costs_little(cost: dict[str, float]) -> None:
    assert cost["load_s"] <= 0.3
    assert cost["load_bytes"] <= 60 * MEGABYTE


def test_using_them_stays_small(cost: dict[str, float]) -> None:
    assert cost["tokens"] > 20_000
    assert cost["used_bytes"] <= 60 * MEGABYTE


def test_analysis_keeps_up_with_indexing(cost: dict[str, float]) -> None:
    # The goal is 100,000 on a quiet machine; shared processors and caches may take half of it.
    assert cost["tokens_s"] > 50_000
