"""The vocabulary that an installation begins with (topics.toml); the operator's own from then on."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

_FILE = Path(__file__).with_name("topics.toml")


def starting_topics() -> Mapping[str, Mapping[str, str]]:
    """Slug → label by language."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
