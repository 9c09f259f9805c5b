"""Putting a plugin's package on the path as if it were installed, without installing it. Free of Django."""

import re
import sys
import tomllib
from collections.abc import Mapping
from importlib import invalidate_caches
from pathlib import Path

from plugins.kernel.discovery import ENTRY_POINT_GROUP


def write_distribution(folder: Path, name: str, version: str, entry_points: Mapping[str, str]) -> Path:
    """Write the metadata of an installed distribution into a folder of `sys.path`; returns what was written.

    `entry_points` maps the slugs of plugins to `"package.module:ATTRIBUTE"`.
    """
    stem = re.sub(r"[-_.]+", "_", name)
    metadata = folder / f"{stem}-{version}.dist-info"
    metadata.mkdir(parents=True, exist_ok=True)
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8"
    )
    lines = [f"[{ENTRY_POINT_GROUP}]", *(f"{slug} = {target}" for slug, target in entry_points.items())]
    (metadata / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return metadata


def offers_plugins(project: Path) -> bool:
    """Whether a folder holds a pyproject that offers plugins."""
    pyproject = project / "pyproject.toml"
    if not pyproject.is_file():
        return False
    declared = tomllib.loads(pyproject.read_text(encoding="utf-8")).get("project", {})
    return declared.get("name") != "kuvend" and ENTRY_POINT_GROUP in declared.get("entry-points", {})


def put_on_path(project: Path, folder: Path) -> None:
    """Make a plugin's project importable and its entry points found, as its pyproject declares them.

    `folder` (a temporary one) takes the metadata. The project's package must lie beside its pyproject.
    Call it before settings look for plugins. Raises KeyError where the pyproject names no plugin.
    """
    declared = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    write_distribution(folder, declared["name"], declared["version"], declared["entry-points"][ENTRY_POINT_GROUP])
    for place in (project, folder):
        if str(place) not in sys.path:
            sys.path.append(str(place))
    invalidate_caches()
