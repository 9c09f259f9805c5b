"""`manage.py threads_rebuild`: make the thread lists of institutions anew from the record."""

from typing import Any

from plugins.api.commands import PluginCommand
from plugins.api.record import InstitutionView
from plugins.bundled.threads.entries import rebuild


class Command(PluginCommand):
    plugin = "threads"
    help = "Make the lists that threads are read from anew: from the record, and from the support people gave."

    def handle_institution(self, institution: InstitutionView, **options: Any) -> None:
        """Rebuild, and say how many rows there are."""
        self.stdout.write(f"{institution.slug}: {rebuild(institution=institution.uuid)} thread entries")
