"""The record's changes, noted for the index in the transaction that made them."""

from plugins.api.events import Kind, RecordEvent
from plugins.api.record import public_placements
from plugins.api.search import enqueue, enqueue_many
from plugins.bundled.submission_search.vocabulary import CONSULTATION, DOCUMENT, SUBMISSION

#: What nobody may read yet: it is told again when it becomes public.
_NOT_PUBLIC_YET = frozenset({Kind.SUBMISSION_RECEIVED, Kind.SUBMISSION_HELD})


def note_change(event: RecordEvent) -> None:
    """Have what the event is about read anew: a submission, a document, or a consultation.

    A consultation that is set anew may have other topics, which its submissions carry too.
    """
    if event.kind in _NOT_PUBLIC_YET:
        return
    if event.submission is not None:
        enqueue(SUBMISSION, str(event.submission))
    elif event.document is not None:
        enqueue(DOCUMENT, str(event.document))
    elif event.consultation is not None:
        enqueue(CONSULTATION, str(event.consultation))
        if event.kind == Kind.CONSULTATION_SCHEDULED:
            about = public_placements(consultation=event.consultation)
            enqueue_many(SUBMISSION, [str(one.submission) for one in about if one.visible])
