"""Which gettext catalogues there are: those of this checkout, and those of plugins installed beside it."""

from collections.abc import Iterator
from pathlib import Path

from plugins.kernel.catalogues import compile_catalogues, plugin_catalogue_files

__all__ = ["catalogue_files", "compile_catalogues", "plugin_catalogue_files"]

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("locale", "cms", "consultations", "search", "plugins")


def catalogue_files(root: Path = ROOT) -> Iterator[Path]:
    """Every .po file of this checkout, in a stable order."""
    for room in ROOMS:
        yield from sorted((root / room).rglob("LC_MESSAGES/*.po"))
