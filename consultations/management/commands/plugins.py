"""`manage.py plugins`: what is installed, what is wrong with it, where it is on, and how it comes and goes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consultations.activation.errors import ActivationRefused
from consultations.management.plugin_actions import creating, looking, migrating, removing, switching

ACTIONS = {
    action.name: action
    for module in (looking, creating, switching, migrating, removing)
    for action in module.ACTIONS
}


class Command(BaseCommand):
    """Lists, checks, switches, migrates and removes plugins, and writes new ones."""

    help = "List, check, switch, migrate and remove plugins, or write a new one."
    requires_system_checks = ()  # it has to work where a plugin made something fail

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One subcommand for each action."""
        actions = parser.add_subparsers(dest="action", required=True)
        for action in ACTIONS.values():
            action.arguments(actions.add_parser(action.name, help=action.help))

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; a refusal ends with status 1 and its reason."""
        try:
            ACTIONS[options["action"]].run(self, options)
        except ActivationRefused as refused:
            raise CommandError(str(refused)) from refused
