"""`manage.py worker`: what happens after requests and by the clock."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.management.duties import DUTIES
from cms.management.worker_loop import WorkerLoop
from consultations.activation.starting import quarantine_unready


class Command(BaseCommand):
    """Runs until SIGTERM or SIGINT; one worker is enough, several do no harm."""

    help = "Deliver mail and events, feed the search engine, announce openings, publish scheduled pages."

    def add_arguments(self, parser: CommandParser) -> None:
        """The one option."""
        parser.add_argument("--once", action="store_true", help="do all that waits, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the loop, or one round of it."""
        quarantine_unready()
        stop = threading.Event()
        loop = WorkerLoop(DUTIES, stop)
        if options["once"]:
            for name, did in loop.run_once().items():
                self.stdout.write(f"{name}: {did}")
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        loop.run()
