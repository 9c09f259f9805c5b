"""What is found of a person's submissions follows their erasure, where search is off too."""

from plugins.api.extension_points import PersonContext
from plugins.api.search import enqueue_many
from plugins.bundled.submission_search.vocabulary import SUBMISSION


def reindex(person: PersonContext) -> int:
    """Have their submissions read anew; the index is no store of its own, so nothing counts as erased."""
    enqueue_many(SUBMISSION, [str(uuid) for uuid in person.submissions])
    return 0
