"""The plugin that is looked at, and what its author tells of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from consultations.authors import Guest
from plugins.kernel.catalogues import app_folder
from plugins.kernel.discovery import LoadedPlugin
from plugins.kernel.registry import LoadedContribution, registry
from plugins.testing.world import World, make_world

Fill = Callable[[World, int, str], None]
"""`fill(world, number, text)`: write as many things of the plugin's own into the world as `number` says, as
people would, with `text` wherever people may write one; where the plugin stores who it was, each by another of
`world.participants` (their accounts: `world.users`), beginning with the first."""
Paths = Callable[[World], Iterable[str]]
"""`paths(world)`: addresses of the plugin to look at beside those its URLs name: with queries, say."""


def _nothing(world: World, number: int, text: str) -> None:
    """For a plugin that stores nothing of its own, or has the record's events write it."""


def _nowhere(world: World) -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class Subject:
    """A loaded plugin, how to fill it, further addresses, and whether what is filled in is a consultation's."""

    slug: str
    fill: Fill = _nothing
    paths: Paths = _nowhere
    of_consultation: bool = True

    @property
    def plugin(self) -> LoadedPlugin:
        """The plugin. Raises UnknownPlugin where it is not loaded."""
        return registry.plugin(self.slug)

    @property
    def folder(self) -> Path:
        """Where its package lies."""
        return cast(Path, app_folder(self.plugin.manifest.app))

    @property
    def contributions(self) -> list[LoadedContribution]:
        """All of its contributions."""
        return [LoadedContribution(self.slug, one) for one in self.plugin.manifest.contributions]

    def contributions_to(self, point: str) -> list[LoadedContribution]:
        """Its contributions to one point."""
        return [loaded for loaded in self.contributions if loaded.contribution.point == point]

    def world(
        self,
        slug: str,
        *,
        size: int = 3,
        text: str = "We ask for more benches in the park.",
        unpublished: str = "",
        filled: str = "",
        accounts: bool = False,
    ) -> World:
        """A world in which the plugin is on, with so many provisions, submissions and things of its own.

        `unpublished`: the text of a further submission, which is not public and not among the world's.
        `accounts`: who took part is signed in. `filled`: the text of the plugin's own things, if another.
        """
        world = make_world(slug, plugin=self.slug, provisions=size, submissions=size, text=text, accounts=accounts)
        if unpublished:
            world.add_submission(text=unpublished, author=Guest(email=f"guest@{slug}.example.org"))
            world.submissions.pop()
        self.fill(world, size, filled or text)
        return world
