"""`plugins new`."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from consultations.management.plugin_actions.action import Action, Options
from consultations.management.skeletons import SkeletonRefused, write_plugin
from plugins.kernel.registry import registry


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", help="its slug: small letters, digits, underscores")
    parser.add_argument("--directory", type=Path, default=Path(), help="where to write it (default: here)")


def _new(command: BaseCommand, options: Options) -> None:
    """Write a plugin and say what to do with it."""
    taken = {plugin.slug for plugin in registry.plugins} | {entry.slug for entry in registry.quarantined}
    taken |= {*registry.not_allowed, *(config.label for config in apps.get_app_configs())}
    try:
        written = write_plugin(options["name"], options["directory"].absolute(), taken=taken)
    except SkeletonRefused as refused:
        raise CommandError(str(refused)) from refused
    command.stdout.write(command.style.SUCCESS(f"{written} is written. Next:"))
    command.stdout.write(f"  cd {written}\n  {sys.executable} -m pip install --no-deps --no-build-isolation -e .")
    command.stdout.write(f"  {sys.executable} -m pytest")


ACTIONS = (Action("new", "write a new plugin's package, with tests that pass", _new, _arguments),)
