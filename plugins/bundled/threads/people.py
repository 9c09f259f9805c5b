"""What threads keep about a person: what they support, and which entries are theirs."""

from uuid import uuid4

from django.db.models import F, Q

from plugins.api.extension_points import PersonalRecord, PersonContext
from plugins.bundled.threads.models import Support, ThreadEntry


def export(person: PersonContext) -> list[PersonalRecord]:
    """Their support, and where what they said stands. Two queries."""
    supports = Support.objects.filter(participant__in=person.participants).order_by("created_at", "pk")
    entries = ThreadEntry.objects.filter(_of(person)).order_by("published_at", "pk")
    return [
        *(
            PersonalRecord(
                kind="threads.support",
                values={"submission": str(row.submission), "at": row.created_at.isoformat()},
            )
            for row in supports
        ),
        *(
            PersonalRecord(
                kind="threads.entry",
                values={
                    "submission": str(row.submission),
                    "published_at": row.published_at.isoformat(),
                    "support_count": row.support_count,
                },
            )
            for row in entries
        ),
    ]


def erase(person: PersonContext) -> int:
    """Take back their support, and forget whose their entries were; the entries stay, as the record's words do.

    An entry's author becomes nobody in particular: an identifier that no participant has.
    """
    supported = list(
        Support.objects.filter(participant__in=person.participants).values_list("submission", flat=True)
    )
    Support.objects.filter(participant__in=person.participants).delete()
    for submission in supported:
        ThreadEntry.objects.filter(submission=submission).update(support_count=F("support_count") - 1)
    entries = list(ThreadEntry.objects.filter(participant__in=person.participants))
    for entry in entries:
        entry.participant = uuid4()
    ThreadEntry.objects.bulk_update(entries, ["participant"])
    return len(supported) + len(entries)


def _of(person: PersonContext) -> Q:
    return Q(participant__in=person.participants) | Q(submission__in=person.submissions)
