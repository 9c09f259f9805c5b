"""What the plugin stores of a person: the searches they saved. What is found of theirs follows their erasure."""

from django.db.models import Q

from plugins.api.extension_points import PersonalRecord, PersonContext
from plugins.api.search import enqueue_many
from plugins.bundled.submission_search.models import SavedSearch
from plugins.bundled.submission_search.vocabulary import SUBMISSION


def export(person: PersonContext) -> list[PersonalRecord]:
    """Their saved searches. One query."""
    rows = SavedSearch.objects.filter(_of(person)).order_by("created_at", "pk")
    return [
        PersonalRecord(
            kind="submission_search.saved_search",
            values={
                "participant": str(row.participant) if row.participant else None,
                "user": row.user,
                "fingerprint": row.fingerprint,
                "told": row.told,
                "query": row.query,
                "email": row.email,
                "how_often": row.how_often,
                "language": row.language,
                "created_at": row.created_at.isoformat(),
                "confirmed_at": row.confirmed_at.isoformat() if row.confirmed_at else None,
            },
        )
        for row in rows
    ]


def erase(person: PersonContext) -> int:
    """Delete their saved searches, and have their submissions read anew: the index is no store of its own."""
    enqueue_many(SUBMISSION, [str(uuid) for uuid in person.submissions])
    return SavedSearch.objects.filter(_of(person)).delete()[0]


def _of(person: PersonContext) -> Q:
    theirs = Q(participant__in=person.participants)
    theirs |= Q(fingerprint__in=[one for one in person.address_fingerprints if one])
    return theirs | Q(user=person.user) if person.user is not None else theirs
