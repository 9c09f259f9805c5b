"""Who supports what in the demo: as many people as the content says, among those who took part."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from cms.demo.participation import READING_TIME, Participation
from consultations import clock
from consultations.states import SubmissionState
from plugins.kernel import gate
from plugins.kernel.scope import Scope

THREADS = "threads"


def give_support(loaded: Sequence[Participation]) -> int:
    """Support for every published submission; the number of times it was given. Nothing without the plugin."""
    loaded = [one for one in loaded if gate.is_active(THREADS, _scope(one))]
    if not loaded:
        return 0
    from plugins.bundled.threads.services import set_support

    everybody = [participant for one in loaded for participant in one.participants.values()]
    given = 0
    for one in loaded:
        for submission in one.content.submissions:
            if submission.state != SubmissionState.PUBLISHED:
                continue
            others = [person for person in everybody if person != one.participants[submission.key]]
            first, last = one.sent_at(submission) + READING_TIME, min(one.consultation.closes_at, clock.now())
            people = _drawn(f"{one.content.key}/{submission.key}", others, submission.support)
            for person, when in zip(people, _spread(first, last, len(people)), strict=True):
                set_support(submission=one.submissions[submission.key], participant=person, now=when)
                given += 1
    return given


def _scope(one: Participation) -> Scope:
    return Scope(one.consultation.institution.uuid, one.consultation.uuid)


def _drawn(key: str, people: Sequence[UUID], count: int) -> list[UUID]:
    """`count` of the people, by lot but the same ones each time."""
    drawn = sorted(range(len(people)), key=lambda place: hashlib.sha256(f"{key}:{place}".encode()).digest())
    return [people[place] for place in drawn[:count]]


def _spread(first: datetime, last: datetime, count: int) -> list[datetime]:
    """`count` moments from the first to the last, more of them early on."""
    return [first + (last - first) * (place / max(count, 1)) ** 2 for place in range(count)]
