"""What the worker does for search every few minutes."""

from plugins.api.tasks import TaskContext
from plugins.bundled.submission_search.in_vain import forget_rare
from plugins.bundled.submission_search.saved.keeping import forget_unconfirmed
from plugins.bundled.submission_search.saved.looking import look
from plugins.bundled.submission_search.scope import searchable
from plugins.bundled.submission_search.values import Place


def tend(context: TaskContext) -> None:
    """Write the mails about saved searches, and forget what is not to be kept.

    Saved searches may be about several institutions. The run for whichever institution comes first looks at all
    of them; those for the others find nothing left to do.
    """
    forget_unconfirmed()
    forget_rare(context.now)
    look(Place(searchable()))
