"""A plugin's management command works where its plugin is on, and says why it does not elsewhere."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from consultations.activation.switching import forbid_plugin
from plugins.api.commands import PluginCommand
from plugins.kernel.points import quarantine_misfits
from plugins.kernel.registry import registry
from tests.factories.record import InstitutionFactory

pytestmark = pytest.mark.django_db


class Greet(PluginCommand):
    """Greets; gives up at the institution it is told."""

    plugin = "probe"

    def add_arguments(self, parser):
        parser.add_argument("--not-at", default="")

    def handle_institution(self, institution, **options):
        if institution.slug == options["not_at"]:
            raise CommandError("nobody at home")
        self.stdout.write(f"hello {institution.slug}")


@pytest.fixture(autouse=True)
def loaded(contribute):
    contribute("management.command", Greet, command="greet")


@pytest.fixture
def houses():
    return [InstitutionFactory(slug=slug) for slug in ("east", "north", "west")]


def greet(*arguments):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(Greet(stdout=out, stderr=err, no_color=True), *arguments)
    finally:
        greet.said = (out.getvalue().split("\n")[:-1], err.getvalue().strip())
    return greet.said[0]


def test_command_works_for_one_institution_or_for_all_where_it_is_on(houses):
    forbid_plugin(institution=houses[1], plugin="probe", actor=None)
    assert greet("--institution", "west") == ["hello west"]
    assert greet("--all") == ["hello east", "hello west"]


def test_command_says_why_it_does_nothing(houses):
    forbid_plugin(institution=houses[1], plugin="probe", actor=None)
    with pytest.raises(CommandError, match="the plugin 'probe' is off at 'north'"):
        greet("--institution", "north")
    with pytest.raises(CommandError, match="there is no institution 'south'"):
        greet("--institution", "south")
    registry.quarantine("probe", "it is broken")
    with pytest.raises(CommandError, match="the plugin 'probe' is in quarantine: it is broken"):
        greet("--all")


def test_command_wants_to_know_for_whom(houses):
    with pytest.raises(CommandError, match="one of the arguments --institution --all is required"):
        greet()
    with pytest.raises(CommandError, match="not allowed with argument"):
        greet("--all", "--institution", "west")


def test_command_that_gives_up_at_one_institution_goes_on_with_the_next(houses):
    with pytest.raises(CommandError, match="not done for: north"):
        greet("--all", "--not-at", "north")
    assert greet.said == (["hello east", "hello west"], "north: nobody at home")


@pytest.mark.parametrize("command", [None, "", "Greet", "greet now"])
def test_command_without_a_name_is_quarantined(contribute, command):
    contribute("management.command", Greet, **({} if command is None else {"command": command}))
    quarantine_misfits(registry)
    assert "command is the name of its module in management/commands" in registry.quarantined[0].reason
