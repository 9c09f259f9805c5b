"""Fixtures for a plugin's own tests: `pytest_plugins = ["plugins.testing.fixtures"]` in its conftest.

def test_poll_is_shown(world, plugin_on):
    plugin_on("polls")
    ...
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from consultations.activation.switching import (
    disable_plugin,
    enable_plugin,
    forbid_plugin,
    permit_plugin,
)
from plugins.kernel import failures
from plugins.kernel.breaker import breaker
from plugins.kernel.registry import registry
from plugins.testing.world import World, make_world

Switch = Callable[[str], None]


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
def operator(db: Any) -> Any:
    """A superuser."""
    return get_user_model()._default_manager.create_superuser("operator@testville.example", "password")


@pytest.fixture
def no_failures() -> Iterator[None]:
    """Plugins' failures are forgotten before and after: breakers closed, nothing waiting to be written."""
    breaker.reset_all()
    failures.forget_waiting()
    yield
    breaker.reset_all()
    failures.forget_waiting()
