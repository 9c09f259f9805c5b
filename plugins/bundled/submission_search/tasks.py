"""What the worker does for search every few minutes."""

import time

import structlog

from plugins.api.search import EngineUnavailableError
from plugins.api.tasks import TaskContext
from plugins.bundled.submission_search.in_vain import forget_rare
from plugins.bundled.submission_search.saved.keeping import forget_unconfirmed
from plugins.bundled.submission_search.saved.looking import look
from plugins.bundled.submission_search.scope import searchable
from plugins.bundled.submission_search.values import Place

log = structlog.get_logger(__name__)

_PAUSE = 60.0  # seconds in which no other institution's run asks an engine that was down
_down_until = 0.0


def tend(context: TaskContext) -> None:
    """Write the mails about saved searches, and forget what is not to be kept.

    Saved searches may be about several institutions. The run for whichever institution comes first looks at all
    of them; those for the others find nothing left to do. An engine that is down is no failure of the plugin,
    which would be left out after some: it is told in the log once a round, and searches wait for the next.
    """
    global _down_until
    forget_unconfirmed()
    forget_rare(context.now)
    if time.monotonic() < _down_until:
        return
    try:
        look(Place(searchable()))
    except EngineUnavailableError as error:
        _down_until = time.monotonic() + _PAUSE
        log.warning("saved_searches_wait_for_the_engine", error=str(error))
