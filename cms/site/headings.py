"""Levels of a document's headings: none is left out on the way down, whatever stands between two."""

from collections.abc import Iterable
from uuid import UUID

from consultations.selectors.views import ProvisionView

#: Below the title of the page.
FIRST, LAST = 2, 6
#: Kinds that need no heading: their text speaks for itself.
_SILENT = frozenset({"paragraph", "note"})


def has_heading(provision: ProvisionView) -> bool:
    """Whether a heading stands over it: its own words, or its kind and number."""
    return bool(provision.heading) or provision.kind not in _SILENT


def heading_levels(provisions: Iterable[ProvisionView]) -> dict[UUID, int]:
    """The level of each provision's heading: one below that of the nearest heading it belongs to."""
    levels: dict[UUID, int] = {}
    below: dict[UUID | None, int] = {None: FIRST}
    for provision in provisions:
        level = below.get(provision.parent_uid, FIRST)
        levels[provision.uid] = min(level, LAST)
        below[provision.uid] = level + 1 if has_heading(provision) else level
    return levels
