"""What `manage.py check` says about the search."""

from typing import Any

from django.core.checks import CheckMessage, Warning

from search.analysis.lexicon import FOLDER, RECORD


def lexicons_are_compiled(**_: Any) -> list[CheckMessage]:
    """A warning where words would be found by their written forms only."""
    if (FOLDER / RECORD).exists():
        return []
    hint = "Run: python -m search.analysis.compiling"
    return [Warning("The lexicons of the search are not compiled.", hint=hint, id="search.W001")]
