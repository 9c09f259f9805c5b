"""`manage.py demo`: two institutions with their pages, three consultations and what people said in them."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand

from cms.demo.content_files import read_content
from cms.demo.load import Loaded, load_demo
from cms.demo.people import login_lines


class Command(BaseCommand):
    """Loads the demo where it is missing; a second run adds and changes nothing."""

    help = "Load the demo: institutions, pages, documents, consultations, submissions. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, then say what was made and who may sign in."""
        content = read_content()
        with _quiet():
            loaded = load_demo(content, say=self.stdout.write)
        for line in _report(loaded):
            self.stdout.write(line)
        if loaded.institutions:
            self.stdout.write("\n".join(["", *login_lines(content.institutions)]))


def _report(loaded: Loaded) -> list[str]:
    lines = [f"Already there, left as it is: {slug}" for slug in loaded.kept]
    if loaded.institutions:
        lines.append(
            f"Made {', '.join(loaded.institutions)}: {loaded.pages} pages, {loaded.documents} documents, "
            f"{loaded.consultations} consultations, {loaded.submissions} submissions, "
            f"{loaded.responses} answers, {loaded.supports} times support."
        )
    return lines


@contextmanager
def _quiet() -> Iterator[None]:
    """Wagtail logs every page it saves; two thousand such lines would bury the log-ins."""
    before = logging.root.manager.disable
    logging.disable(max(before, logging.INFO))
    try:
        yield
    finally:
        logging.disable(before)
