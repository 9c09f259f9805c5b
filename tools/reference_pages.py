"""Pages of the reference that are made from the code: written anew, or held against what is there."""

from collections.abc import Mapping, Sequence
from pathlib import Path


def complaints(folder: Path, wanted: Mapping[str, str], of: str) -> list[str]:
    """Pages that are missing, not as they should be, or `of` nothing: what a page is made from, in a word."""
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    stale = [f"{name} is not as its {of} is" for name in wanted if name in there and there[name] != wanted[name]]
    missing = [f"{name} is missing" for name in sorted(set(wanted) - set(there))]
    return [*missing, *stale, *(f"{name} is of no {of}" for name in sorted(set(there) - set(wanted)))]


def keep(folder: Path, wanted: Mapping[str, str], of: str, arguments: Sequence[str]) -> int:
    """Write the pages where the arguments say `--write`, then print what is wrong; 0 where nothing is."""
    if list(arguments) == ["--write"]:
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.glob("*.md"):
            path.unlink()
        for name, text in wanted.items():
            (folder / name).write_text(text, encoding="utf-8")
    found = complaints(folder, wanted, of)
    print("\n".join(found))
    return 1 if found else 0
