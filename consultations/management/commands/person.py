"""`manage.py person`: hand somebody what is stored about them, or erase it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from consultations.errors import RecordError
from consultations.models import Submission
from consultations.people import Person, person_by_account, person_by_email, person_by_receipt
from consultations.selectors.personal_data import export_person
from consultations.services.erase_person import erase_person
from plugins.kernel import failures


class Command(BaseCommand):
    help = "Write all that is stored about a person as JSON, or erase it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`export` or `erase`, and whom."""
        actions = parser.add_subparsers(dest="action", required=True)
        export = actions.add_parser("export", help="everything that is stored about the person, as JSON")
        erase = actions.add_parser("erase", help="erase who the person is; what was said in public stays")
        for action in (export, erase):
            whom = action.add_mutually_exclusive_group(required=True)
            whom.add_argument("--email", help="the address they gave, or sign in with")
            whom.add_argument("--receipt", help="the receipt number of something they sent")
            whom.add_argument("--account", type=int, help="the number of their account")
            action.add_argument(
                "--without",
                action="append",
                default=[],
                metavar="PLUGIN",
                help="go on although this plugin cannot be asked; what it stores is left out",
            )
        erase.add_argument("--with-texts", action="store_true", help="also erase what they said in public")
        erase.add_argument("--yes", action="store_true", help="do it; without this, only say what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        """Carry out the action. CommandError (exit code 1) where it was not done."""
        try:
            person = _person(options)
            (self._export if options["action"] == "export" else self._erase)(person, options)
        except RecordError as error:
            failures.flush()  # what a plugin did wrong was not written while all of it was undone
            raise CommandError(error.message) from error

    def _export(self, person: Person, options: dict[str, Any]) -> None:
        stored = export_person(person, without=options["without"])
        self.stdout.write(json.dumps(stored, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))

    def _erase(self, person: Person, options: dict[str, Any]) -> None:
        if not options["yes"]:
            submissions = Submission.objects.filter(participant__in=person.participants).count()
            account = "an account" if person.user else "no account"
            self.stdout.write(
                f"Would erase the identity behind {submissions} submissions, and {account}. Add --yes to do it."
            )
            return
        erased = erase_person(
            person=person, with_texts=options["with_texts"], without=options["without"], actor=None
        )
        self.stdout.write(
            f"Erased the identity behind {erased.submissions} submissions, {erased.texts} texts, "
            f"{'the account' if erased.account else 'no account'}."
        )
        for name, count in erased.counts.items():
            self.stdout.write(f"  {name}: {count}")


def _person(options: dict[str, Any]) -> Person:
    if options["email"]:
        return person_by_email(options["email"])
    return person_by_receipt(options["receipt"]) if options["receipt"] else person_by_account(options["account"])
