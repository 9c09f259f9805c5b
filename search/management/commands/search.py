import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import outbox, sources, upkeep
from search.analysis import tokens_of
from search.engines import EngineUnavailableError, the_engine


class Command(BaseCommand):
    help = "Look after the search index: rebuild it, see how far behind it is, bring changes in, try the analysis."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One sub-command for each thing to do."""
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("rebuild", help="Index everything anew while searches go on.")
        status = actions.add_parser("status", help="What is in the index, and how far behind it is.")
        status.add_argument("--json", action="store_true", help="Print one JSON object.")
        actions.add_parser("drain", help="Bring every waiting change into the index.")
        analyse = actions.add_parser(
            "analyse", help="Read one text a line, write its tokens as JSON, one line each."
        )
        analyse.add_argument("--language", default="und", help="The texts' language, if it is known.")

    def handle(self, *, action: str, **options: Any) -> None:
        """Run the sub-command; an engine that is down ends in a clear message."""
        try:
            getattr(self, f"_{action}")(**options)
        except EngineUnavailableError as error:
            raise CommandError(str(error)) from error

    def _rebuild(self, **options: Any) -> None:
        count = upkeep.rebuild()
        kinds = ", ".join(source.kind for source in sources.registered()) or "no source is registered"
        self.stdout.write(f"{count} objects read ({kinds}); {the_engine().status().documents} documents indexed")

    def _status(self, *, json: bool = False, **options: Any) -> None:
        engine, waiting = the_engine().status(), outbox.status()
        facts = {**asdict(engine), **asdict(waiting)}
        self.stdout.write(dumps(facts) if json else "\n".join(f"{name}: {fact}" for name, fact in facts.items()))

    def _drain(self, **options: Any) -> None:
        total = 0
        while settled := outbox.drain():
            total += settled
        waiting = outbox.status()
        self.stdout.write(f"{total} changes brought in, {waiting.pending} waiting")

    def _analyse(self, *, language: str, **options: Any) -> None:
        sys.stdin.reconfigure(errors="surrogateescape")  # type: ignore[union-attr]
        for line in sys.stdin:
            tokens = [asdict(token) for token in tokens_of(line.rstrip("\n"))]
            self.stdout.write(dumps({"language": language, "tokens": tokens}))


def dumps(facts: dict[str, Any]) -> str:
    """JSON on one line, in readable letters."""
    return json.dumps(facts, ensure_ascii=False)
