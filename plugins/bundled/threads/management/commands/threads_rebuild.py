"""`manage.py threads_rebuild`: make the thread lists anew from the record."""

from typing import Any

from django.core.management.base import BaseCommand

from plugins.bundled.threads.entries import rebuild


class Command(BaseCommand):
    help = "Make the lists that threads are read from anew: from the record, and from the support people gave."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and say how many rows there are."""
        self.stdout.write(f"{rebuild()} thread entries")
