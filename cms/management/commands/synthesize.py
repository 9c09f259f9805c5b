import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cms.management.synthesis import synthesize


class Command(BaseCommand):
    help = "Make a synthetic institution with one large consultation, for benchmarks (seeded, repeatable)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--submissions", type=int, default=5000)
        parser.add_argument("--provisions", type=int, default=100)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--slug", default="synthetic")
        parser.add_argument("--no-index", action="store_true", help="leave threads and search to be rebuilt later")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            made = synthesize(
                submissions=options["submissions"],
                provisions=options["provisions"],
                seed=options["seed"],
                slug=options["slug"],
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        if not options["no_index"]:
            call_command("threads_rebuild", all=True, stdout=self.stdout)
            call_command("search", "rebuild", stdout=self.stdout)
        self.stdout.write(
            f"{made.submissions} submissions on {options['provisions']} provisions"
            f" in {time.monotonic() - started:.1f} s; consultation {made.consultation.uuid},"
            f" document {made.version.document.uuid}"
        )
