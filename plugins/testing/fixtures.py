"""Fixtures for a plugin's own tests: `pytest_plugins = ["plugins.testing.fixtures"]` in its conftest.

def test_poll_is_shown(world, plugin_on, visitor):
    plugin_on("polls")
    assert "Poll" in visitor.get(f"/en/consultations/{world.consultation.uuid}/").content.decode()

The pyproject names `DJANGO_SETTINGS_MODULE = "cms.settings.plugin_tests"`.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import pytest_django
from django.test import Client

from consultations.activation.settings import change_plugin_settings
from consultations.activation.switching import (
    disable_plugin,
    enable_plugin,
    forbid_plugin,
    permit_plugin,
)
from consultations.models import Consultation, Institution, Submission
from plugins.kernel import failures
from plugins.kernel.breaker import breaker
from plugins.kernel.catalogues import compile_catalogues, plugin_catalogue_files
from plugins.kernel.registry import registry
from plugins.testing.databases import use_template
from plugins.testing.people import client_of, make_citizen, make_operator, make_staff
from plugins.testing.working import do_due_work
from plugins.testing.world import World, make_world

Switch = Callable[[str], None]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> None:
    """Migrating takes a minute: once, and not at all where nothing has changed since."""
    with django_db_blocker.unblock():
        use_template()


@pytest.fixture(scope="session", autouse=True)
def compiled_translations() -> None:
    """The catalogues of all loaded plugins, compiled where they changed."""
    compile_catalogues(plugin_catalogue_files())


@pytest.fixture
def world(db: Any) -> World:
    """An institution with a document, an open consultation and two submissions."""
    return make_world()


@pytest.fixture
def plugin_on(world: World) -> Switch:
    """`plugin_on("slug")`: permitted at the world's institution and enabled in its consultation."""

    def switch(slug: str) -> None:
        permit_plugin(institution=world.institution, plugin=slug, actor=None)
        if "consultation" in registry.plugin(slug).manifest.scopes:
            enable_plugin(consultation=world.consultation, plugin=slug, actor=None)

    return switch


@pytest.fixture
def plugin_off(world: World) -> Switch:
    """`plugin_off("slug")`: forbidden at the world's institution."""

    def switch(slug: str) -> None:
        forbid_plugin(institution=world.institution, plugin=slug, actor=None)

    return switch


@pytest.fixture
def plugin_off_in_consultation(world: World) -> Switch:
    """`plugin_off_in_consultation("slug")`: permitted at the institution, disabled in its consultation."""

    def switch(slug: str) -> None:
        permit_plugin(institution=world.institution, plugin=slug, actor=None)
        disable_plugin(consultation=world.consultation, plugin=slug, actor=None)

    return switch


@pytest.fixture
def change_settings(world: World) -> Callable[..., None]:
    """`change_settings("slug", name=value)`: the plugin's settings at the world's institution."""

    def change(slug: str, **values: bool | int | str) -> None:
        change_plugin_settings(institution=world.institution, plugin=slug, values=values, actor=None)

    return change


@pytest.fixture
def institution(world: World) -> Institution:
    """The world's institution."""
    return world.institution


@pytest.fixture
def consultation(world: World) -> Consultation:
    """The world's consultation; it is open."""
    return world.consultation


@pytest.fixture
def submission(world: World) -> Submission:
    """A public submission on the whole of the consultation."""
    return world.submissions[0]


@pytest.fixture
def second_world(db: Any) -> World:
    """Another institution, with a document, a consultation and submissions of its own."""
    return make_world("otherton")


@pytest.fixture
def second_institution(second_world: World) -> Institution:
    """Another institution."""
    return second_world.institution


@pytest.fixture
def operator(db: Any) -> Any:
    """A superuser."""
    return make_operator()


@pytest.fixture
def visitor() -> Client:
    """A browser of somebody who is not signed in."""
    return client_of(None)


@pytest.fixture
def citizen(db: Any) -> Client:
    """A browser of somebody with an account and no role."""
    return client_of(make_citizen())


@pytest.fixture
def moderator(institution: Institution) -> Client:
    """A browser of a moderator of the world's institution."""
    return client_of(make_staff(institution, "moderator"))


@pytest.fixture
def official(institution: Institution) -> Client:
    """A browser of a responsible official of the world's institution."""
    return client_of(make_staff(institution, "official"))


@pytest.fixture
def editor(institution: Institution) -> Client:
    """A browser of an editor of the world's institution."""
    return client_of(make_staff(institution, "editor"))


@pytest.fixture
def administrator(institution: Institution) -> Client:
    """A browser of an administrator of the world's institution: holds every role there, and nothing elsewhere."""
    return client_of(make_staff(institution, "administrator"))


@pytest.fixture
def operator_client(operator: Any) -> Client:
    """A browser of a superuser."""
    return client_of(operator)


@pytest.fixture
def worker(db: Any) -> Callable[..., None]:
    """`worker()`: what waits for the worker is done; `worker(moment)`: what will wait for it then."""
    return do_due_work


@pytest.fixture
def close_breakers() -> Callable[[], None]:
    """`close_breakers()`: plugins that were left alone for their failures are asked again."""
    return breaker.reset_all


@pytest.fixture
def no_failures() -> Iterator[None]:
    """Plugins' failures are forgotten before and after: breakers closed, nothing waiting to be written."""
    breaker.reset_all()
    failures.forget_waiting()
    yield
    breaker.reset_all()
    failures.forget_waiting()
