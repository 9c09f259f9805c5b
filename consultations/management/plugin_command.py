"""What plugins' management commands are made of."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from consultations.errors import NotFound
from consultations.selectors.institutions import institution_by_slug, institution_list
from consultations.selectors.views import InstitutionView
from plugins.kernel import gate
from plugins.kernel.registry import registry
from plugins.kernel.scope import Scope


class PluginCommand(BaseCommand):
    """A command that works for one institution (`--institution SLUG`), or all where the plugin is on (`--all`).

    Set `plugin` to the slug and write `handle_institution`; options of its own come from `add_arguments` as
    usual. It does nothing where the plugin is off, forbidden or in quarantine, and says so.
    """

    plugin = ""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """The command's own arguments, and which institutions."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--institution", metavar="SLUG", help="work for this institution")
        which.add_argument("--all", action="store_true", help="work for every institution where the plugin is on")
        return parser

    def handle_institution(self, institution: InstitutionView, **options: Any) -> None:
        """The work, for one institution. A CommandError ends it for this institution alone."""
        raise CommandError(f"the command of the plugin {self.plugin!r} has no handle_institution")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask the gate, then do the work; each institution by itself."""
        slug, everywhere = options.pop("institution"), options.pop("all")
        self._require_loaded()
        if not everywhere:
            self._one(slug, options)
            return
        failed = [view.slug for view in institution_list() if not self._try(view, options)]
        if failed:
            raise CommandError(f"not done for: {', '.join(failed)}")

    def _require_loaded(self) -> None:
        if registry.is_loaded(self.plugin):
            return
        reason = next((entry.reason for entry in registry.quarantined if entry.slug == self.plugin), "")
        detail = f"in quarantine: {reason}" if reason else "not loaded"
        raise CommandError(f"the plugin {self.plugin!r} is {detail}")

    def _one(self, slug: str, options: dict[str, Any]) -> None:
        try:
            institution = institution_by_slug(slug)
        except NotFound:
            raise CommandError(f"there is no institution {slug!r}") from None
        with gate.fresh():
            if not gate.is_active(self.plugin, Scope(institution.uuid)):
                raise CommandError(f"the plugin {self.plugin!r} is off at {slug!r}")
            self.handle_institution(institution, **options)

    def _try(self, institution: InstitutionView, options: dict[str, Any]) -> bool:
        """For one of all: where the plugin is off there is nothing to do. False if the command gave up."""
        with gate.fresh():
            if not gate.is_active(self.plugin, Scope(institution.uuid)):
                return True
            try:
                self.handle_institution(institution, **options)
            except CommandError as error:
                self.stderr.write(f"{institution.slug}: {error}")
                return False
        return True
