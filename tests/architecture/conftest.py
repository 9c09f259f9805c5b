"""The tree of source files, parsed once for all architecture tests."""

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("cms", "consultations", "plugins", "search")


@dataclass(frozen=True)
class Source:
    """One Python file of the house: its path and module from the root, its text and its tree."""

    path: str
    module: str
    text: str
    tree: ast.Module


def read_sources(folders: tuple[str, ...]) -> list[Source]:
    """Every Python file below the folders, migrations left out: they are written by a tool."""
    sources = []
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            if "migrations" in parts or parts[:2] == ("plugins", "examples"):
                continue
            text = file.read_text()
            module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            sources.append(Source("/".join(file.relative_to(ROOT).parts), module, text, ast.parse(text)))
    return sources


@pytest.fixture(scope="session")
def sources() -> list[Source]:
    """The files of the four rooms."""
    return read_sources(ROOMS)


@pytest.fixture(scope="session")
def all_sources() -> list[Source]:
    """The rooms, the tests and the tools."""
    return read_sources((*ROOMS, "tests", "tools"))
