"""Whether what a plugin's package needs is installed. Free of Django."""

import importlib.metadata
from functools import cache

from packaging.requirements import InvalidRequirement, Requirement

OURS = "kuvend"
"""Our own distribution: its needs are met, or nothing here would run."""


@cache
def unmet(distribution: str) -> str:
    """What an installed distribution needs and does not find, in words; empty if there is nothing.

    Looks at the direct needs that hold for this machine, extras left out.
    """
    if not distribution or distribution == OURS:
        return ""
    try:
        declared = importlib.metadata.requires(distribution) or []
    except importlib.metadata.PackageNotFoundError:
        return ""
    return ", ".join(filter(None, (_objection(text) for text in declared)))


def _objection(text: str) -> str:
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return f"{text!r}, which cannot be read"
    if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
        return ""
    wanted = f"{requirement.name}{requirement.specifier}"
    try:
        installed = importlib.metadata.version(requirement.name)
    except importlib.metadata.PackageNotFoundError:
        return f"{wanted}, which is not installed"
    if not requirement.specifier.contains(installed, prereleases=True):
        return f"{wanted}, but {installed} is installed"
    return ""
