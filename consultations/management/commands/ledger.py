"""`manage.py ledger`: prove that nothing was changed, or hand out the chains for others to check."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from consultations.ledger import timestamp
from consultations.ledger_checks import verify
from consultations.models import Consultation, LedgerEvent

BATCH = 500


class Command(BaseCommand):
    help = "Verify the hash chains of consultations, or export them as JSON lines."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`verify` or `export`, of all consultations or of one."""
        actions = parser.add_subparsers(dest="action", required=True)
        for name, text in (
            ("verify", "check every link, and the texts and reasons the chains commit to"),
            ("export", "write the events as JSON lines; there is no personal data in them"),
        ):
            action = actions.add_parser(name, help=text)
            action.add_argument("--consultation", type=UUID, help="only this one")

    def handle(self, *args: Any, **options: Any) -> None:
        """Carry out the action. CommandError (exit code 1) where something was changed."""
        consultations = Consultation.objects.order_by("pk")
        if options["consultation"]:
            consultations = consultations.filter(uuid=options["consultation"])
            if not consultations.exists():
                raise CommandError(f"There is no consultation {options['consultation']}.")
        (self._verify if options["action"] == "verify" else self._export)(consultations)

    def _verify(self, consultations: Iterable[Consultation]) -> None:
        faults = chains = events = 0
        for consultation in consultations:
            chains, events = chains + 1, events + consultation.ledger_length
            for fault in verify(consultation):
                faults += 1
                self.stderr.write(f"{fault.consultation} #{fault.sequence}: {fault.what}")
        if faults:
            raise CommandError(f"{faults} faults in {chains} chains.")
        self.stdout.write(f"{chains} chains with {events} events are as they were written.")

    def _export(self, consultations: Iterable[Consultation]) -> None:
        for consultation in consultations:
            for event in consultation.ledger.order_by("sequence").iterator(chunk_size=BATCH):
                self.stdout.write(json.dumps(exported(event, consultation), ensure_ascii=False, sort_keys=True))


def exported(event: LedgerEvent, consultation: Consultation) -> dict[str, Any]:
    """An event with all that its hash was made from."""
    return {
        "consultation": str(consultation.uuid),
        "sequence": event.sequence,
        "kind": event.kind,
        "at": timestamp(event.at),
        "actor": event.actor,
        "subject": str(event.subject) if event.subject else None,
        "payload": event.payload,
        "previous_hash": event.previous_hash,
        "hash": event.hash,
    }
