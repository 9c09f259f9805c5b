"""`manage.py migrate`, with each plugin for itself where Django would take all of them or none."""

from typing import Any

from django.core.management import CommandError
from django.core.management.commands.migrate import Command as DjangosCommand
from django.db import DEFAULT_DB_ALIAS

from plugins.kernel.locating import location, type_name
from plugins.kernel.migrating import all_fit_one_plan, migrate_core, migrate_plugins, note_all_tables

OF_ONE_PLAN = ("app_label", "plan", "check_unapplied", "fake", "fake_initial", "prune")
"""Options that ask for one plan over all apps, or for a part of it: Django's own command answers them."""


class Command(DjangosCommand):
    """Without a label: all in Django's one plan, which is quickest; where that fails, the core, then each plugin.

    So one plugin that fails leaves core and others migrated. Its migration is tried twice then.
    """

    help = "Updates the database: the site's own tables, then each plugin's for itself."

    def handle(self, *args: Any, **options: Any) -> None:
        """CommandError that names the plugins that failed, after everything else is migrated."""
        if options["database"] != DEFAULT_DB_ALIAS or any(options.get(name) for name in OF_ONE_PLAN):
            super().handle(*args, **options)
            return
        if all_fit_one_plan():
            try:
                super().handle(*args, **options)
            except Exception as error:
                # Its own words may quote a row of the database.
                words = f"{type_name(error)} ({location(error)}): going on with each plugin for itself"
                self.stderr.write(self.style.WARNING(words))
            else:
                note_all_tables()
                return
        migrate_core(verbosity=options["verbosity"], run_syncdb=bool(options.get("run_syncdb")))
        failed = migrate_plugins(verbosity=options["verbosity"], say=self._say(options["verbosity"]))
        for failure in failed:
            self.stderr.write(self.style.ERROR(f"Plugin {failure.slug} is not migrated: {failure.reason}"))
        if failed:
            names = ", ".join(failure.slug for failure in failed)
            raise CommandError(f"Not migrated: {names}. The site's own tables and the other plugins' are.")

    def _say(self, verbosity: int) -> Any:
        return self.stdout.write if verbosity else lambda line: None
