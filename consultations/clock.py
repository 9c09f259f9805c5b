"""The one clock that decides what is open."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """The server's time, aware, UTC. Everything that depends on time takes it from here or as an argument."""
    return timezone.now()
