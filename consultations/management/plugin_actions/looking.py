"""`plugins list` and `plugins check`."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.urls import get_resolver

from consultations.activation.gate import active_plugins
from consultations.activation.starting import quarantine_unready
from consultations.management.plugin_actions.action import Action, Options, institution_of
from plugins.kernel.checking import objections
from plugins.kernel.registry import registry
from plugins.kernel.scope import Scope
from plugins.kernel.version import API_VERSION


def _start() -> None:
    """Do what a process does before its first request: plugins that cannot serve are quarantined on the way."""
    quarantine_unready()
    get_resolver().url_patterns  # noqa: B018  mounting the plugins' addresses beside ours shows clashes


def _list_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--institution", help="slug: say for each plugin whether it is permitted there")


def _list(command: BaseCommand, options: Options) -> None:
    """One line a plugin; those in quarantine with their reason."""
    _start()
    permitted = None
    if options["institution"]:
        permitted = active_plugins(Scope(institution_of(options["institution"]).uuid))
    command.stdout.write(f"plugin API {API_VERSION}")
    for plugin in registry.plugins:
        manifest = plugin.manifest
        words = [plugin.slug, manifest.version, f"{len(manifest.contributions)} contributions"]
        if plugin.distribution:
            words.append(f"from {plugin.distribution}")
        if permitted is not None:
            words.append("permitted" if plugin.slug in permitted else "not permitted")
        command.stdout.write("  ".join(words))
    for entry in registry.quarantined:
        command.stdout.write(command.style.WARNING(f"{entry.slug}  in quarantine: {entry.reason}"))
    for slug in registry.not_allowed:
        command.stdout.write(f"{slug}  installed, not allowed by KUVEND_PLUGINS")


def _check_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--strict", action="store_true", help="fail if anything is in quarantine")


def _check(command: BaseCommand, options: Options) -> None:
    """Every contribution resolved; with --strict, exit 1 for a quarantine or an objection."""
    _start()
    found = objections()
    for slug, reason in found:
        command.stdout.write(command.style.ERROR(f"{slug}: {reason}"))
    if found and options["strict"]:
        raise CommandError(f"{len(found)} objection{'s' if len(found) > 1 else ''}")
    if not found:
        command.stdout.write(command.style.SUCCESS(f"{len(registry.plugins)} plugins, nothing to object"))


ACTIONS = (
    Action("list", "installed plugins, their versions and their contributions", _list, _list_arguments),
    Action("check", "import every handler and say what is wrong", _check, _check_arguments),
)
