"""The lock files: what is tested is what runs, every file by its hash, and no word of where it came from."""

import re
from pathlib import Path

import pytest

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements"
PIN = re.compile(r"^([A-Za-z0-9._-]+(?:\[[a-z,]+\])?)==([^\s;\\]+)(.*)", re.MULTILINE)


def pins(name):
    """package (with its marker, where it has one) -> version."""
    text = (REQUIREMENTS / f"{name}.txt").read_text()
    return {found[1] + found[3].rstrip(" \\"): found[2] for found in PIN.finditer(text)}


def test_tests_run_on_the_versions_that_run():
    # What runs need on some machines only, tests may need on all.
    run, dev = pins("run"), pins("dev")
    assert len(run) > 50
    assert {name: dev.get(name) or dev.get(name.partition(" ;")[0]) for name in run} == run


@pytest.mark.parametrize("name", ["run", "dev"])
def test_lock_file_has_hashes_and_no_index(name):
    text = (REQUIREMENTS / f"{name}.txt").read_text()
    entries = [block for block in re.split(r"\n(?=\S)", text) if PIN.match(block)]
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"://|--(?:extra-)?index|--find-links|--trusted-host", text) == []
