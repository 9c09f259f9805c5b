"""What the tests of broken share."""

import pytest
from django.urls import reverse

from plugins.testing.people import client_of, make_operator
from plugins.testing.world import World, make_world

pytest_plugins = ["plugins.testing.fixtures"]


@pytest.fixture(autouse=True)
def breakers_closed(no_failures):
    """No test is spared by a breaker that another opened."""


@pytest.fixture
def world(db) -> World:
    """A world in which broken is on, and does not fail yet."""
    return make_world(plugin="broken")


@pytest.fixture
def told(world, administrator):
    """`told("raise")`: from now on broken does that, as the institution's administrator says."""

    def tell(mode: str) -> None:
        page = reverse("plugin_admin:plugin", args=[world.institution.slug, "broken"])
        assert administrator.post(page, {"setting-mode": mode}).status_code == 302

    return tell


@pytest.fixture
def operator_browser(db):
    """A browser of a superuser that gets an answer, and no exception, where something fails."""
    client = client_of(make_operator())
    client.raise_request_exception = False
    return client


@pytest.fixture
def health(operator_browser):
    """`health()`: what the operator reads about broken."""

    def read() -> str:
        answer = operator_browser.get(reverse("plugin_admin:health", args=["broken"]))
        assert answer.status_code == 200
        return answer.content.decode()

    return read
