"""Compile gettext catalogues with Babel, so that a fresh machine needs no gettext tools."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("locale", "cms", "consultations", "search", "plugins")


def catalogue_files(root: Path = ROOT) -> Iterator[Path]:
    """Every .po file of this checkout, in a stable order."""
    for room in ROOMS:
        yield from sorted((root / room).rglob("LC_MESSAGES/*.po"))


def compile_catalogues(files: Iterable[Path]) -> int:
    """Write the .mo beside each .po that is newer than it; the number of files written.

    Fuzzy entries are left out: a reader gets the English sentence rather than a guess. Each file is
    replaced in one step, so several processes may do this at once.
    """
    return sum(_compile(source) for source in files)


def _compile(source: Path) -> int:
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
        return 0
    with source.open("rb") as text:
        catalogue = read_po(text, locale=source.parent.parent.name, abort_invalid=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    with os.fdopen(handle, "wb") as binary:
        write_mo(binary, catalogue, use_fuzzy=False)
    Path(temporary).chmod(0o644)
    Path(temporary).replace(target)
    return 1
