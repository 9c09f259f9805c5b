"""What the tests of polls share."""

from uuid import UUID

import pytest
from asking import ask
from kuvend_polls.models import Poll

from plugins.testing.world import World, make_world

pytest_plugins = ["plugins.testing.fixtures"]


@pytest.fixture
def world(db) -> World:
    """A world in which polls are on."""
    return make_world(plugin="polls")


@pytest.fixture
def poll(world) -> Poll:
    """A public poll."""
    return ask(world)


@pytest.fixture
def ask_poll(world):
    """`ask_poll("question", public=False)`: another poll in the world's consultation."""

    def another(question: str, *, public: bool = True) -> Poll:
        return ask(world, question, public=public)

    return another


@pytest.fixture
def choices(poll) -> list[UUID]:
    """Its choices."""
    return [choice.uuid for choice in poll.choices.all()]


@pytest.fixture
def close(world):
    """`close()`: the consultation is over."""

    def over() -> None:
        consultation = world.consultation
        span = consultation.closes_at - consultation.opens_at
        consultation.opens_at -= 2 * span
        consultation.closes_at -= 2 * span
        consultation.save()

    return over
