"""What the tests of the hearing calendar share."""

import pytest
from django.core import mail
from kuvend_hearing_calendar.models import Hearing, Registration
from kuvend_hearing_calendar.registering import confirm, register
from planning import plan

from plugins.testing.world import World, make_world

pytest_plugins = ["plugins.testing.fixtures"]


@pytest.fixture
def world(db) -> World:
    """A world in which hearings are on."""
    return make_world(plugin="hearing_calendar")


@pytest.fixture
def hearing(world) -> Hearing:
    """A public hearing in a week."""
    return plan(world)


@pytest.fixture
def address(hearing) -> str:
    """Its page."""
    return f"/en/hearings/{hearing.uuid}/"


@pytest.fixture
def come(hearing):
    """`come("ana@example.org")`: somebody registers and confirms."""

    def comes(email: str, *, confirmed: bool = True, language: str = "en") -> Registration:
        register(hearing=hearing.uuid, name="Ana", email=email, language=language)
        registration = Registration.objects.get(hearing=hearing, email=email)
        if confirmed:
            confirm(registration.uuid)
        return registration

    return comes


@pytest.fixture
def mails(worker):
    """`mails()`: the mails that the worker sends when it does what is due, or what will be at a moment."""

    def sent(*moment) -> list:
        before = len(mail.outbox)
        worker(*moment)
        return mail.outbox[before:]

    return sent
