"""Telling others that a consultation has opened, closes soon, or has closed. The dates decide; this announces."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from consultations import clock, ledger
from consultations.events import Kind, RecordEvent
from consultations.models import Consultation
from consultations.recording import Change, emit, record
from consultations.states import ConsultationState, consultation_state

LIMIT = 50
OVER = frozenset({ConsultationState.CLOSED, ConsultationState.ANSWERED, ConsultationState.ARCHIVED})


def announce_transitions(*, now: datetime | None = None, limit: int = LIMIT) -> int:
    """Announce each opening and closing, and each end that is near, that is not yet announced.

    Returns the number of announcements made, an opening and a closing at once counted as one.
    """
    now = now or clock.now()
    told = sum(_locked(pk, now, _announce) for pk in _due(now, limit))
    return told + sum(_locked(pk, now, _remind) for pk in _ending(now, limit))


def _due(now: datetime, limit: int) -> list[int]:
    planned = Q(announced_state=ConsultationState.PLANNED, opens_at__lte=now)
    opened = Q(announced_state=ConsultationState.OPEN, closes_at__lt=now)
    rows = Consultation.objects.filter(planned | opened, cancelled_at=None).order_by("opens_at", "pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def _ending(now: datetime, limit: int) -> list[int]:
    """Open consultations whose end is near, and was not announced, or was another end then."""
    near = Q(announced_state=ConsultationState.OPEN, closes_at__gt=now, closes_at__lte=now + closing_soon())
    untold = Q(closing_soon_for=None) | ~Q(closing_soon_for=F("closes_at"))
    rows = Consultation.objects.filter(near, untold, cancelled_at=None).order_by("closes_at", "pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def closing_soon() -> timedelta:
    """How long before its end a consultation closes soon."""
    return timedelta(days=settings.CLOSING_SOON_DAYS)


def _locked(pk: int, now: datetime, tell: Callable[[Consultation, datetime], bool]) -> int:
    with transaction.atomic():
        rows = Consultation.objects.select_for_update(of=("self",), skip_locked=True)
        consultation = rows.select_related("institution").filter(pk=pk, cancelled_at=None).first()
        # None: another worker has it, or it was cancelled.
        return int(consultation is not None and tell(consultation, now))


def _announce(consultation: Consultation, now: datetime) -> bool:
    changes = unannounced(consultation, now)
    if changes:
        record(consultation, changes, also_save=["announced_state"])
    return bool(changes)


def _remind(consultation: Consultation, now: datetime) -> bool:
    """Say that it closes soon; not of one that is open no longer than that altogether."""
    ends = consultation.closes_at
    if consultation.closing_soon_for == ends or not now < ends <= now + closing_soon():
        return False  # another worker was quicker, or it was extended meanwhile
    consultation.closing_soon_for = ends
    consultation.save(update_fields=["closing_soon_for"])
    if ends - consultation.opens_at <= closing_soon():
        return False
    event = RecordEvent(
        kind=Kind.CONSULTATION_CLOSING_SOON,
        institution=consultation.institution.uuid,
        consultation=consultation.uuid,
        at=now,
    )
    emit([event])
    return True


def unannounced(consultation: Consultation, now: datetime) -> list[Change]:
    """The opening and closing nobody was told of yet; sets `announced_state`, which the caller saves."""
    changes = []
    state = consultation_state(consultation, now)
    if consultation.announced_state == ConsultationState.PLANNED and state != ConsultationState.PLANNED:
        changes.append(_change(Kind.CONSULTATION_OPENED, consultation.opens_at))
        consultation.announced_state = ConsultationState.OPEN
    if consultation.announced_state == ConsultationState.OPEN and state in OVER:
        changes.append(_change(Kind.CONSULTATION_CLOSED, consultation.closes_at))
        consultation.announced_state = ConsultationState.CLOSED
    return changes


def _change(kind: Kind, at: datetime) -> Change:
    return Change(kind=kind, actor=ledger.BY_SYSTEM, at=at)
