"""What a plugin leaves in tables that are not its own, for the day it is removed.

The kernel knows the plugin's tables and nothing of the site around it. A room above that lets plugins put
something into tables of its own (pages into the tree) says here how that is counted, exported and taken out.
"""

from collections.abc import Collection, Iterator
from typing import Any, Protocol

Labels = Collection[str]


class Leavings(Protocol):
    """One kind of things that plugins leave, found by the labels of their apps."""

    def count(self, labels: Labels) -> dict[str, int]:
        """Rows by table, without those of the plugin's own tables; tables with none are left out."""

    def rows(self, labels: Labels) -> Iterator[tuple[str, dict[str, Any]]]:
        """(table, row) of each, for the export."""

    def remove(self, labels: Labels) -> None:
        """Take them out. Asked before the plugin's tables are dropped where its models are there, and after."""


_registered: list[Leavings] = []


def register(leavings: Leavings) -> None:
    """Have a kind of things looked for when a plugin is removed."""
    _registered.append(leavings)


def count(labels: Labels) -> dict[str, int]:
    """Rows by table, of every kind."""
    found: dict[str, int] = {}
    for leavings in _registered:
        for table, number in leavings.count(labels).items():
            found[table] = found.get(table, 0) + number
    return found


def rows(labels: Labels) -> Iterator[tuple[str, dict[str, Any]]]:
    """(table, row) of everything."""
    for leavings in _registered:
        yield from leavings.rows(labels)


def remove(labels: Labels) -> None:
    """Take everything out."""
    for leavings in _registered:
        leavings.remove(labels)
