"""`manage.py dummy_note WORD --institution SLUG`."""

from typing import Any

from django.core.management.base import CommandParser

from plugins.api.commands import PluginCommand
from plugins.api.record import InstitutionView
from plugins.api.tasks import enqueue


class Command(PluginCommand):
    """Has the worker write a note."""

    plugin = "dummy"
    help = "Have the worker write a note."

    def add_arguments(self, parser: CommandParser) -> None:
        """The word."""
        parser.add_argument("word")

    def handle_institution(self, institution: InstitutionView, **options: Any) -> None:
        """Ask for the note."""
        enqueue(
            plugin="dummy", name="write_later", institution=institution.uuid, payload={"word": options["word"]}
        )
        self.stdout.write(f"{institution.slug}: {options['word']}")
