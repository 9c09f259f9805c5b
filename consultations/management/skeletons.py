"""Writing a new plugin: the skeleton beside this module, under the name that somebody chose."""

import keyword
import re
import sys
import tempfile
from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path

SKELETON = Path(__file__).with_name("skeleton")
SUFFIX = "-tpl"
"""Ends the name of every file of the skeleton, so that no tool takes it for code of ours."""
NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
LONGEST = 20
"""Names of tables and indexes are made of it, and those are short."""
RESERVED = frozenset(
    {"accounts", "admin", "api", "cms", "consultations", "django", "documents", "files", "follow", "institutions"}
    | {"kuvend", "locale", "media", "moderation", "plugins", "receipt", "report", "search", "site", "static"}
    | {"submissions", "tenancy", "test", "tests", "theme", "threads", "verify"}
)
"""Words that are rooms, apps or addresses of the platform."""


class SkeletonRefused(ValueError):
    """The plugin is not written. The message says why, and what to do."""


def write_plugin(name: str, folder: Path, *, taken: Collection[str]) -> Path:
    """Write an installable plugin called `name` into `folder`/`name`; returns that.

    `taken` are slugs, app labels and first parts of addresses that somebody else has. All or nothing: it is
    written beside its place and moved there when it is whole. Raises SkeletonRefused.
    """
    _check(name, taken)
    target = folder / name
    if target.exists():
        raise SkeletonRefused(f"{target} exists already. Choose another name, or another --directory.")
    if not folder.is_dir():
        raise SkeletonRefused(f"There is no folder {folder}. Make it, or choose another --directory.")
    words = _words(name)
    with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=folder) as unfinished:
        written = Path(unfinished) / name
        for source in sorted(path for path in SKELETON.rglob(f"*{SUFFIX}") if path.is_file()):
            relative = str(source.relative_to(SKELETON)).removesuffix(SUFFIX).replace("dot-", ".")
            place = written / _filled_in(relative, words)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(_filled_in(source.read_text(encoding="utf-8"), words), encoding="utf-8")
        try:
            written.rename(target)
        except OSError as error:
            raise SkeletonRefused(f"{target} cannot be written: {error.strerror}") from error
    return target


def _check(name: str, taken: Collection[str]) -> None:
    if not NAME.fullmatch(name):
        suggestion = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_0123456789")
        hint = f" {suggestion!r} would do." if NAME.fullmatch(suggestion) else ""
        raise SkeletonRefused(
            f"{name!r} is no name for a plugin: small letters, digits, single underscores, a letter first.{hint}"
        )
    if len(name) > LONGEST:
        raise SkeletonRefused(f"{name!r} is too long: {LONGEST} characters at most.")
    if keyword.iskeyword(name) or name in RESERVED or name in sys.stdlib_module_names:
        raise SkeletonRefused(f"{name!r} is reserved. Choose another name.")
    if name in taken:
        raise SkeletonRefused(f"{name!r} is taken: by an installed plugin, or by the site itself. Choose another.")
    if find_spec(f"kuvend_{name}") is not None:
        raise SkeletonRefused(f"A package kuvend_{name} is installed already. Choose another name.")


def _words(name: str) -> dict[str, str]:
    return {
        "plugname": name,
        "plugdash": name.replace("_", "-"),
        "Plugtitle": name.replace("_", " ").capitalize(),
    }


def _filled_in(text: str, words: dict[str, str]) -> str:
    for word, value in words.items():
        text = text.replace(word, value)
    return text
