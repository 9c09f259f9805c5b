"""What the tests of neighbourhoods share."""

import pytest
from settling import settle

from plugins.testing.world import World, make_world

pytest_plugins = ["plugins.testing.fixtures"]


@pytest.fixture
def world(db) -> World:
    """A world in which neighbourhoods are on."""
    return make_world(plugin="neighbourhoods")


@pytest.fixture
def settlements(world):
    """Two settlements."""
    return [settle(world, "Kopanica", "Kopanicë"), settle(world, "Janchishte", "Jançisht")]
