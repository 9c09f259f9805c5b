"""`manage.py prepare`: everything between a checkout and a server that may start; safe to repeat."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from cms.demo.content_files import read_content
from cms.demo.people import login_lines
from cms.management.catalogues import catalogue_files, compile_catalogues, plugin_catalogue_files
from consultations.models import Institution
from plugins.kernel.migrating import core_is_migrated, migrate_core, migrate_plugins
from search.analysis.compiling import files as lexicon_files


class Command(BaseCommand):
    """Does only what is not done yet: a second run takes seconds and keeps what people entered."""

    help = "Compile translations, collect static files, migrate, and load the demo into an empty database."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Each step in its turn. KUVEND_DEMO=0 leaves the demo out."""
        compile_catalogues(catalogue_files())
        compile_catalogues(plugin_catalogue_files())
        self._compile_lexicons()
        self._collect_static()
        self._migrate()
        if os.environ.get("KUVEND_DEMO", "1") != "0":
            self._load_demo()

    def _compile_lexicons(self) -> None:
        """Search finds words in all their forms with these; without them it finds them as they are written."""
        if lexicon_files.is_current():
            return
        self._say("Compiling the lexicons of the search (once for each version; some minutes)")
        if subprocess.run([sys.executable, "-m", "search.analysis.compiling"], check=False).returncode != 0:
            self.stderr.write("The lexicons could not be compiled: search goes by the words as they are written.")

    def _collect_static(self) -> None:
        fingerprint = static_fingerprint()
        stamp = Path(settings.STATIC_ROOT) / ".fingerprint"
        if stamp.exists() and stamp.read_text() == fingerprint:
            return
        self._say("Collecting static files")
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(fingerprint)

    def _migrate(self) -> None:
        """The core, then each plugin for itself: one that fails is reported and left out, the site starts."""
        if not core_is_migrated():
            self._say("Preparing the database")
            migrate_core()
        for failed in migrate_plugins():
            self.stderr.write(f"Plugin {failed.slug} is left out: {failed.reason}")

    def _load_demo(self) -> None:
        if not Institution.objects.exists():
            self._say("Loading the demo")
            call_command("demo", stdout=self.stdout)
            return
        demo = read_content().institutions
        if Institution.objects.filter(slug__in=[institution.slug for institution in demo]).exists():
            self._say("\n".join(login_lines(demo)))

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def static_fingerprint() -> str:
    """A digest of the name, size and age of every static file, and of how they are stored."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for line in sorted(_static_lines()):
        digest.update(line.encode())
    return digest.hexdigest()


def _static_lines() -> Iterator[str]:
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            yield f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n"
