"""States of consultations and submissions: what they mean, and which change may follow which.

A consultation's state is never stored: `consultation_state` computes it from its dates, and
`in_state` says the same as a database condition, so that pages, lists and the API cannot disagree.
A submission's state is stored; `TRANSITIONS` is the one table of what may follow. Only erasing somebody's words
is beyond it: that ends in WITHDRAWN from anywhere.
"""

from datetime import datetime
from typing import Protocol

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ConsultationState(models.TextChoices):
    PLANNED = "planned", _("planned")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    ANSWERED = "answered", _("answered")
    ARCHIVED = "archived", _("archived")
    CANCELLED = "cancelled", _("cancelled")


class SubmissionState(models.TextChoices):
    RECEIVED = "received", _("received")
    UNVERIFIED = "unverified", _("waiting for e-mail confirmation")
    HELD = "held", _("waiting for a moderator")
    PUBLISHED = "published", _("published")
    HIDDEN = "hidden", _("hidden")
    REMOVED = "removed", _("removed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Dated(Protocol):
    """What has a consultation's dates: the model, or a view of it."""

    opens_at: datetime
    closes_at: datetime
    answered_at: datetime | None
    archived_at: datetime | None
    cancelled_at: datetime | None


def consultation_state(consultation: Dated, now: datetime) -> ConsultationState:
    """The state at `now`. Open means opens_at <= now <= closes_at, to the second."""
    if consultation.cancelled_at and consultation.cancelled_at <= now:
        return ConsultationState.CANCELLED
    if consultation.archived_at and consultation.archived_at <= now:
        return ConsultationState.ARCHIVED
    if consultation.answered_at and consultation.answered_at <= now:
        return ConsultationState.ANSWERED
    if now < consultation.opens_at:
        return ConsultationState.PLANNED
    if now <= consultation.closes_at:
        return ConsultationState.OPEN
    return ConsultationState.CLOSED


def in_state(state: ConsultationState, now: datetime) -> Q:
    """The database condition for consultations that are in `state` at `now`."""
    live = ~Q(cancelled_at__isnull=False, cancelled_at__lte=now)
    if state == ConsultationState.CANCELLED:
        return Q(cancelled_at__lte=now)
    if state == ConsultationState.ARCHIVED:
        return live & Q(archived_at__lte=now)
    live &= ~Q(archived_at__isnull=False, archived_at__lte=now)
    if state == ConsultationState.ANSWERED:
        return live & Q(answered_at__lte=now)
    live &= ~Q(answered_at__isnull=False, answered_at__lte=now)
    if state == ConsultationState.PLANNED:
        return live & Q(opens_at__gt=now)
    if state == ConsultationState.OPEN:
        return live & Q(opens_at__lte=now, closes_at__gte=now)
    return live & Q(closes_at__lt=now)


S = SubmissionState
TRANSITIONS: dict[SubmissionState, frozenset[SubmissionState]] = {
    S.RECEIVED: frozenset({S.UNVERIFIED, S.HELD, S.PUBLISHED}),
    S.UNVERIFIED: frozenset({S.HELD, S.PUBLISHED, S.WITHDRAWN}),
    S.HELD: frozenset({S.PUBLISHED, S.HIDDEN, S.REMOVED, S.WITHDRAWN}),
    S.PUBLISHED: frozenset({S.HIDDEN, S.REMOVED, S.WITHDRAWN}),
    S.HIDDEN: frozenset({S.PUBLISHED, S.REMOVED, S.WITHDRAWN}),
    S.REMOVED: frozenset({S.PUBLISHED}),
    S.WITHDRAWN: frozenset(),
}
#: States whose text the public reads.
PUBLIC_TEXT = frozenset({S.PUBLISHED})
#: States that leave a public trace without the text: the reason is shown where the text stood.
PUBLIC_TRACE = frozenset({S.HIDDEN, S.REMOVED, S.WITHDRAWN})


def may_become(current: str, target: str) -> bool:
    """Whether the table allows the change."""
    return SubmissionState(target) in TRANSITIONS[SubmissionState(current)]
