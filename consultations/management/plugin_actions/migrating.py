"""`plugins migrate`."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from consultations.management.plugin_actions.action import Action, Options
from plugins.kernel.migrating import core_is_migrated, migrate_plugins, plugin_configs
from plugins.kernel.registry import registry


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("slugs", nargs="*", metavar="SLUG", help="only these (default: every plugin)")


def _migrate(command: BaseCommand, options: Options) -> None:
    """Each plugin alone: one that fails leaves the others migrated. Exit 1 if any fails."""
    slugs = set(options["slugs"]) or None
    unknown = sorted((slugs or set()) - set(plugin_configs()))
    if unknown:
        reasons = {entry.slug: f"in quarantine: {entry.reason}" for entry in registry.quarantined}
        raise CommandError("; ".join(f"{slug}: {reasons.get(slug, 'not installed')}" for slug in unknown))
    if not core_is_migrated():
        raise CommandError("The database lacks the site's own tables: run `manage.py prepare` first.")
    failed = migrate_plugins(slugs, say=command.stdout.write)
    for failure in failed:
        command.stderr.write(command.style.ERROR(f"{failure.slug}: {failure.reason}"))
    if failed:
        raise CommandError(f"Not migrated: {', '.join(failure.slug for failure in failed)}. The others are.")
    command.stdout.write(
        "Every plugin is migrated." if slugs is None else f"{', '.join(sorted(slugs))}: up to date."
    )


ACTIONS = (Action("migrate", "make plugins' tables, each plugin for itself", _migrate, _arguments),)
