"""`manage.py plugins`: what is installed, what is wrong with it, and where it is on."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from consultations.activation.errors import ActivationRefused
from consultations.activation.gate import active_plugins
from consultations.activation.switching import disable_plugin, enable_plugin, forbid_plugin, permit_plugin
from consultations.management.skeletons import SkeletonRefused, write_plugin
from consultations.models import Consultation, Institution
from plugins.kernel.checking import objections
from plugins.kernel.registry import registry
from plugins.kernel.scope import Scope
from plugins.kernel.version import API_VERSION


class Command(BaseCommand):
    """Lists, checks and switches plugins."""

    help = "List, check and switch plugins."
    requires_system_checks = ()  # it has to work where a plugin made something fail

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        listing = actions.add_parser("list", help="installed plugins, their versions and their contributions")
        listing.add_argument("--institution", help="slug: say for each plugin whether it is permitted there")
        check = actions.add_parser("check", help="import every handler and say what is wrong")
        check.add_argument("--strict", action="store_true", help="fail if anything is in quarantine")
        new = actions.add_parser("new", help="write a new plugin's package, with tests that pass")
        new.add_argument("name", help="its slug: small letters, digits, underscores")
        new.add_argument("--directory", type=Path, default=Path(), help="where to write it (default: here)")
        for name, text in (
            ("permit", "permit a plugin at an institution"),
            ("forbid", "forbid a plugin at an institution"),
        ):
            switch = actions.add_parser(name, help=text)
            switch.add_argument("plugin", help="slug of the plugin")
            switch.add_argument("institution", help="slug of the institution")
        for name, text in (
            ("enable", "enable a plugin in a consultation"),
            ("disable", "disable a plugin in a consultation"),
        ):
            switch = actions.add_parser(name, help=text)
            switch.add_argument("plugin", help="slug of the plugin")
            switch.add_argument("consultation", type=UUID, help="uuid of the consultation")

    def handle(self, *args: Any, **options: Any) -> None:
        action = options["action"]
        try:
            getattr(self, f"do_{action}")(options)
        except ActivationRefused as refused:
            raise CommandError(str(refused)) from refused

    def do_list(self, options: dict[str, Any]) -> None:
        """One line a plugin; those in quarantine with their reason."""
        permitted = None
        if options["institution"]:
            permitted = active_plugins(Scope(_institution(options["institution"]).uuid))
        self.stdout.write(f"plugin API {API_VERSION}")
        for plugin in registry.plugins:
            manifest = plugin.manifest
            words = [plugin.slug, manifest.version, f"{len(manifest.contributions)} contributions"]
            if plugin.distribution:
                words.append(f"from {plugin.distribution}")
            if permitted is not None:
                words.append("permitted" if plugin.slug in permitted else "not permitted")
            self.stdout.write("  ".join(words))
        for entry in registry.quarantined:
            self.stdout.write(self.style.WARNING(f"{entry.slug}  in quarantine: {entry.reason}"))
        for slug in registry.not_allowed:
            self.stdout.write(f"{slug}  installed, not allowed by KUVEND_PLUGINS")

    def do_check(self, options: dict[str, Any]) -> None:
        """Every contribution resolved; with --strict, exit 1 for a quarantine or an objection."""
        found = objections()
        for slug, reason in found:
            self.stdout.write(self.style.ERROR(f"{slug}: {reason}"))
        if found and options["strict"]:
            raise CommandError(f"{len(found)} objections")
        if not found:
            self.stdout.write(self.style.SUCCESS(f"{len(registry.plugins)} plugins, nothing to object"))

    def do_new(self, options: dict[str, Any]) -> None:
        """Write a plugin and say what to do with it."""
        taken = {plugin.slug for plugin in (*registry.plugins, *registry.quarantined)} | set(registry.not_allowed)
        taken |= {config.label for config in apps.get_app_configs()}
        try:
            written = write_plugin(options["name"], options["directory"].absolute(), taken=taken)
        except SkeletonRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(self.style.SUCCESS(f"{written} is written. Next:"))
        self.stdout.write(f"  cd {written}\n  {sys.executable} -m pip install --no-deps --no-build-isolation -e .")
        self.stdout.write(f"  {sys.executable} -m pytest")

    def do_permit(self, options: dict[str, Any]) -> None:
        """Permit at an institution."""
        institution = _institution(options["institution"])
        changed = permit_plugin(institution=institution, plugin=options["plugin"], actor=None)
        self._say(changed, f"{options['plugin']} is permitted at {institution.slug}")

    def do_forbid(self, options: dict[str, Any]) -> None:
        """Forbid at an institution."""
        institution = _institution(options["institution"])
        changed = forbid_plugin(institution=institution, plugin=options["plugin"], actor=None)
        self._say(changed, f"{options['plugin']} is forbidden at {institution.slug}")

    def do_enable(self, options: dict[str, Any]) -> None:
        """Enable in a consultation."""
        consultation = _consultation(options["consultation"])
        changed = enable_plugin(consultation=consultation, plugin=options["plugin"], actor=None)
        self._say(changed, f"{options['plugin']} is enabled in {consultation.uuid}")

    def do_disable(self, options: dict[str, Any]) -> None:
        """Disable in a consultation."""
        consultation = _consultation(options["consultation"])
        changed = disable_plugin(consultation=consultation, plugin=options["plugin"], actor=None)
        self._say(changed, f"{options['plugin']} is disabled in {consultation.uuid}")

    def _say(self, changed: bool, sentence: str) -> None:
        self.stdout.write(sentence + ("." if changed else " already."))


def _institution(slug: str) -> Institution:
    institution = Institution.objects.filter(slug=slug).first()
    if institution is None:
        known = ", ".join(Institution.objects.values_list("slug", flat=True)) or "none"
        raise CommandError(f"There is no institution {slug!r}. Known: {known}.")
    return institution


def _consultation(uuid: UUID) -> Consultation:
    consultation = Consultation.objects.select_related("institution").filter(uuid=uuid).first()
    if consultation is None:
        raise CommandError(f"There is no consultation {uuid}.")
    return consultation
