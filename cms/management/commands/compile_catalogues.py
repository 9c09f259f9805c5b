"""`manage.py compile_catalogues`: .po to .mo without gettext."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.management.catalogues import catalogue_files, compile_catalogues, plugin_catalogue_files


class Command(BaseCommand):
    """Compiles the interface's translations where they changed."""

    help = "Compile the gettext catalogues that changed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile and say how many."""
        compiled = compile_catalogues(catalogue_files()) + compile_catalogues(plugin_catalogue_files())
        self.stdout.write(f"{compiled} catalogues compiled")
