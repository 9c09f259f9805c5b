"""What goes wrong, and how. `misbehave` is called at every point."""

import sys
import time
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import connection
from django.utils import translation

from kuvend_broken.models import Trace
from plugins.api.activation import plugin_settings

R = TypeVar("R")

SECRET = "what a person wrote: 044 123 456"  # noqa: S105 - no password: what must not leak
SECONDS = 0.25


class Unprintable(Exception):
    """An error that cannot be written down."""

    def __str__(self) -> str:
        raise RuntimeError("not even this")


def misbehave(institution: UUID | None, context: Any, good: Callable[[], R], wrong: Any) -> R:
    """Do what the institution set. `good()` is a good plugin's answer, `wrong` what the point does not take."""
    mode = plugin_settings("broken", institution)["mode"]
    if mode == "raise":
        raise RuntimeError(SECRET)
    if mode == "unprintable":
        raise Unprintable(SECRET)
    if mode == "exit":
        sys.exit("told to end the process")
    if mode == "language":
        translation.activate("mk")
    if mode == "wrong":
        return wrong  # type: ignore[no-any-return]
    if mode == "slow":
        time.sleep(SECONDS)
    if mode == "database":
        with connection.cursor() as cursor:
            cursor.execute("SELECT word FROM broken_table_that_is_not_there")
    if mode == "half":
        Trace.objects.create(institution=institution, word=f"half {type(context).__name__}")
        raise RuntimeError(SECRET)
    if mode == "mutate":
        _mutate(context)
    return good()


def _mutate(context: Any) -> None:
    """Change what can be changed, then what cannot."""
    fields = getattr(context, "fields", None)
    if fields is not None:
        fields["broken.word"] = "changed"
    context.institution = uuid4()
