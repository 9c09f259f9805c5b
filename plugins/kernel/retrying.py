"""When the worker tries again what failed: one rule for the record's messages and for calls to plugins."""

from datetime import timedelta

ATTEMPTS = 8
"""After so many it is parked, for an operator to look at."""
FIRST_PAUSE = timedelta(seconds=30)
LEASE = timedelta(minutes=5)
"""How long what is being tried is one worker's: longer than a foreign server may keep it waiting."""


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts failed; each pause is twice the one before."""
    return FIRST_PAUSE * 2**attempts
