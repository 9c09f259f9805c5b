"""Compile gettext catalogues with Babel, so that a fresh machine needs no gettext tools."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from plugins.kernel.registry import registry

__all__ = ["app_folder", "compile_catalogues", "plugin_catalogue_files"]


def compile_catalogues(files: Iterable[Path]) -> int:
    """Write the .mo beside each .po that is newer than it; the number of files written.

    Fuzzy entries are left out: a reader gets the English sentence rather than a guess. Each file is
    replaced in one step, so several processes may do this at once.
    """
    return sum(_compile(source) for source in files)


def plugin_catalogue_files() -> Iterator[Path]:
    """Every .po file of the loaded plugins, wherever they are installed."""
    for plugin in registry.plugins:
        folder = app_folder(plugin.manifest.app)
        if folder is not None:
            yield from sorted(folder.glob("locale/*/LC_MESSAGES/*.po"))


def app_folder(app: str) -> Path | None:
    """Where the package of an app lies; None where it is no folder."""
    found = find_spec(app)
    places = list(found.submodule_search_locations or ()) if found is not None else []
    return Path(places[0]) if places else None


def _compile(source: Path) -> int:
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
        return 0
    if not os.access(target.parent, os.W_OK):
        return 0  # an installed package that is not ours to write in: it brings its own, or shows English
    with source.open("rb") as text:
        catalogue = read_po(text, locale=source.parent.parent.name, abort_invalid=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    with os.fdopen(handle, "wb") as binary:
        write_mo(binary, catalogue, use_fuzzy=False)
    Path(temporary).chmod(0o644)
    Path(temporary).replace(target)
    return 1
