"""The one clock that decides what is open."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("kuvend_clock", default=None)


def now() -> datetime:
    """The server's time, aware, UTC. Everything that depends on time takes it from here or as an argument."""
    return _told.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within this block, and in this thread or task only, it is `moment` (aware).

    For loading what happened earlier along the path that editors' work takes, which gives no time. Never
    around a request. Raises ValueError for a naive moment.
    """
    if timezone.is_naive(moment):
        raise ValueError("the clock needs an aware moment")
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
