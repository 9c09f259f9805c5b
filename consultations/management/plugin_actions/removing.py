"""`plugins remove`."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consultations.activation.removing import count_decisions, forget_decisions
from consultations.management.plugin_actions.action import Action, Options
from plugins.kernel import removing
from plugins.kernel.registry import registry


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("plugin", help="slug of the plugin, installed or gone")
    parser.add_argument("--export", type=Path, help="the file its tables are written to, as JSON lines")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def _remove(command: BaseCommand, options: Options) -> None:
    """Export the plugin's tables, drop them, and forget what was decided about it. The record stays whole."""
    slug = options["plugin"]
    found = removing.belongings(slug)
    decisions = count_decisions(slug)
    installed = registry.is_loaded(slug) or any(entry.slug == slug for entry in registry.quarantined)
    if not (found.tables or decisions or installed or removing.known(slug)):
        raise CommandError(f"There is nothing of a plugin {slug!r} here.")
    for table, rows in found.tables.items():
        command.stdout.write(f"{table}: {rows} rows")
    for table, rows in found.elsewhere.items():
        command.stdout.write(f"{table}: {rows} rows of it")
    command.stdout.write(f"{slug}: {len(found.tables)} tables, {found.rows} rows, {decisions} decisions about it")
    _confirm(slug, options["yes"])
    if found.tables or found.elsewhere:
        file = options["export"] or _default_file(slug)
        try:
            written = removing.export(found, file)
            command.stdout.write(f"{written} rows are in {file}")
            removing.drop(found)
        except (OSError, removing.TablesChanged) as error:
            raise CommandError(f"Nothing was removed: {error}") from error
    forget_decisions(slug)
    removing.forget(slug)
    command.stdout.write(command.style.SUCCESS(f"{slug} is removed from the database."))
    if installed:
        command.stdout.write(
            f"Uninstall its package now ({_package(slug)}), or the next start makes its tables anew."
        )


def _confirm(slug: str, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise CommandError("Nothing was removed: say --yes where nobody can be asked.")
    if input(f"Its tables are exported and dropped. Type {slug} to go on: ").strip() != slug:
        raise CommandError("Nothing was removed.")


def _default_file(slug: str) -> Path:
    return Path(settings.VAR_DIR) / "removed" / f"{slug}-{timezone.now():%Y%m%dT%H%M%SZ}.jsonl"


def _package(slug: str) -> str:
    packages = {plugin.slug: plugin.distribution for plugin in registry.plugins}
    packages |= {entry.slug: entry.distribution for entry in registry.quarantined}
    return packages.get(slug) or slug


ACTIONS = (Action("remove", "export a plugin's tables, drop them, forget its activation", _remove, _arguments),)
