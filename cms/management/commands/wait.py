"""`manage.py wait`: for scripts that start the database and the site together."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.db.utils import OperationalError

PAUSE = 0.5


class Command(BaseCommand):
    """Ends with status 0 as soon as every database answers."""

    help = "Wait until the databases answer."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """How long to wait."""
        parser.add_argument("--timeout", type=float, default=60.0, help="seconds (default 60)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Try each database until it answers or the time is up."""
        deadline = time.monotonic() + options["timeout"]
        for alias in connections:
            while not answers(alias):
                if time.monotonic() >= deadline:
                    raise CommandError(f"The database {alias!r} did not answer in {options['timeout']:g} s.")
                time.sleep(PAUSE)


def answers(alias: str) -> bool:
    """Whether a connection to the database can be made and used."""
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        connections[alias].close()
        return False
    return True
