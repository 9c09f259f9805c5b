"""What a plugin may not bring along because the site, or another plugin, has it already under that name.

Looked up in folders at start-up, without importing or reading a file: templates and static files lie below a
folder named after the plugin, template tag libraries and commands have names of their own.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import django

PARTS = ("templates", "static")
MODULES = {"templatetags": "template tag library", "management/commands": "command"}


@dataclass(frozen=True)
class Baggage:
    """The names an app brings, by the folder of the app they lie in."""

    folder: Path
    names: Mapping[str, frozenset[str]]


@dataclass
class Site:
    """What the site's own apps bring, and which names belong to which plugin."""

    taken: dict[str, frozenset[str]] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)


def baggage(folder: Path) -> Baggage:
    """What lies in an app's folder."""
    names = {part: frozenset(entry.name for entry in _entries(folder / part)) for part in PARTS}
    names |= {part: frozenset(_modules(folder / part)) for part in MODULES}
    return Baggage(folder, names)


def site_of(folders: Iterable[Path], owners: Mapping[str, str]) -> Site:
    """What the apps in these folders, and Django itself, have. `owners`: names of plugins' own → slug."""
    own = Path(django.__file__).parent
    core = [baggage(folder) for folder in folders]
    core.append(
        Baggage(
            own,
            {
                "templatetags": frozenset(_modules(own / "templatetags")),
                "management/commands": frozenset(_modules(own / "core/management/commands")),
            },
        )
    )
    taken = {
        part: frozenset(name for bag in core for name in bag.names.get(part, ())) for part in (*PARTS, *MODULES)
    }
    return Site(taken, dict(owners))


def objection(bag: Baggage, slug: str, own: frozenset[str], site: Site) -> str:
    """Why a plugin's files cannot be used, naming the first that is in the way; empty if they can.

    `own`: the names that are the plugin's: its slug, its app label, its package.
    """
    for part in PARTS:
        for name in sorted(bag.names[part]):
            path = bag.folder / part / name
            if name in site.taken[part] and path.exists():
                return f"{_short(path)} would stand before the site's own {part}/{name}: {_mend(part, slug)}"
            if not _is_own(name, own) or site.owners.get(name, slug) != slug or not path.is_dir():
                return f"{_short(path)} lies outside of the plugin's own folder: {_mend(part, slug)}"
    for part, kind in MODULES.items():
        for name in sorted(bag.names[part] & site.taken[part]):
            path = bag.folder / part / f"{name}.py"
            return f"{_short(path)}: there is a {kind} {name!r} already: name it {slug}_{name}.py"
    return ""


def shared(bags: Mapping[str, Baggage]) -> dict[str, str]:
    """Of several plugins, those that bring a tag library or command of the same name, with the reason."""
    found: dict[str, str] = {}
    for part, kind in MODULES.items():
        counts = Counter(name for bag in bags.values() for name in bag.names[part])
        for slug, bag in bags.items():
            for name in sorted(bag.names[part]):
                if counts[name] > 1:
                    others = ", ".join(
                        other for other in bags if other != slug and name in bags[other].names[part]
                    )
                    path = _short(bag.folder / part / f"{name}.py")
                    found[slug] = f"{path}: plugin {others} has a {kind} {name!r} too: rename one of them"
    return found


def _is_own(name: str, own: frozenset[str]) -> bool:
    return name in own or any(name.startswith((f"{mine}_", f"{mine}-")) for mine in own)


def _mend(part: str, slug: str) -> str:
    return f"put it into {part}/{slug}/"


def _entries(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (entry for entry in folder.iterdir() if not entry.name.startswith((".", "__")))


def _modules(folder: Path) -> Iterator[str]:
    yield from (entry.stem for entry in _entries(folder) if entry.suffix == ".py" and entry.name[0] != "_")


def _short(path: Path) -> str:
    return "/".join(path.parts[-4:])
