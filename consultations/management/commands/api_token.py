from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consultations.models import ApiToken, Institution
from consultations.services.issue_api_token import SCOPES, issue_api_token


class Command(BaseCommand):
    help = "Issue, list or revoke an institution's API tokens."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        issue = actions.add_parser("issue", help="make a token and print its secret once")
        issue.add_argument("institution", help="the institution's slug")
        issue.add_argument("--label", required=True, help="what the token is for")
        issue.add_argument("--scope", action="append", default=[], choices=sorted(SCOPES))
        listing = actions.add_parser("list", help="show the tokens of an institution")
        listing.add_argument("institution")
        revoke = actions.add_parser("revoke", help="make a token worthless from now on")
        revoke.add_argument("uuid")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['action']}")(options)

    def _institution(self, slug: str) -> Institution:
        try:
            return Institution.objects.get(slug=slug)
        except Institution.DoesNotExist as error:
            raise CommandError(f"There is no institution {slug!r}.") from error

    def _issue(self, options: dict[str, Any]) -> None:
        institution = self._institution(options["institution"])
        token, secret = issue_api_token(institution=institution, label=options["label"], scopes=options["scope"])
        self.stdout.write(f"{token.uuid}  {secret}")

    def _list(self, options: dict[str, Any]) -> None:
        for token in self._institution(options["institution"]).api_tokens.order_by("id"):
            state = "revoked" if token.revoked_at else "valid"
            self.stdout.write(f"{token.uuid}  {state}  {token.label}  {', '.join(token.scopes)}")

    def _revoke(self, options: dict[str, Any]) -> None:
        tokens = ApiToken.objects.filter(uuid=options["uuid"], revoked_at=None)
        if not tokens.update(revoked_at=timezone.now()):
            raise CommandError("There is no valid token of that identifier.")
        self.stdout.write("Revoked.")
