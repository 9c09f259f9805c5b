"""Noticing which handlers are asked while something is done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from plugins.kernel.registry import LoadedContribution
from plugins.kernel.timings import Watch
from plugins.testing.world import World

Look = Callable[[LoadedContribution, World, Any], object]
"""`look(loaded, world, operator)`: does what leads to the contribution, for a superuser where it has to."""


@contextmanager
def asked() -> Iterator[set[str]]:
    """The keys of the contributions whose handlers are asked in this block: each call is timed, and so noted."""
    keys: set[str] = set()
    note = Watch.note

    def noting(watch: Watch, plugin: str, contribution: str) -> None:
        keys.add(contribution)
        note(watch, plugin, contribution)

    with patch.object(Watch, "note", noting):
        yield keys


def was_asked(loaded: LoadedContribution, do: Callable[[], object]) -> bool:
    """Whether the contribution's handler is asked while that is done."""
    with asked() as keys:
        do()
    return loaded.key in keys
