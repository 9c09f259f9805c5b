"""What an institution's own people should know when they sign in."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from consultations import clock
from consultations.models import Consultation, ResponseTarget, Submission
from consultations.selectors.consultations import consultation_ref
from consultations.selectors.views import ConsultationRef
from consultations.states import PUBLIC_TEXT, ConsultationState, in_state


def closing_soon(
    institutions: Collection[UUID], *, within: timedelta, limit: int, now: datetime | None = None
) -> tuple[ConsultationRef, ...]:
    """Open consultations of these institutions that close within that time, the next one first. One query."""
    moment = now or clock.now()
    rows = Consultation.objects.filter(
        in_state(ConsultationState.OPEN, moment),
        institution__uuid__in=list(institutions),
        closes_at__lte=moment + within,
    ).order_by("closes_at", "pk")
    return tuple(consultation_ref(row, moment) for row in rows[:limit])


def unanswered_count(institutions: Collection[UUID]) -> int:
    """How many published submissions that start a thread have no answer, at these institutions. One query."""
    return (
        Submission.objects.filter(
            institution__uuid__in=list(institutions),
            parent__isnull=True,
            state__in=PUBLIC_TEXT,
            consultation__cancelled_at__isnull=True,
        )
        .exclude(pk__in=ResponseTarget.objects.filter(is_current=True).values("submission"))
        .count()
    )
