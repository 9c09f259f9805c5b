"""Telling others that a consultation has opened or closed. The dates decide; this only announces."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from consultations import clock, ledger
from consultations.events import Kind
from consultations.models import Consultation
from consultations.recording import Change, record
from consultations.states import ConsultationState, consultation_state

LIMIT = 50
OVER = frozenset({ConsultationState.CLOSED, ConsultationState.ANSWERED, ConsultationState.ARCHIVED})


def announce_transitions(*, now: datetime | None = None, limit: int = LIMIT) -> int:
    """Announce each opening and closing that is not yet announced; the number of consultations concerned."""
    now = now or clock.now()
    return sum(_announce(pk, now) for pk in _due(now, limit))


def _due(now: datetime, limit: int) -> list[int]:
    planned = Q(announced_state=ConsultationState.PLANNED, opens_at__lte=now)
    opened = Q(announced_state=ConsultationState.OPEN, closes_at__lt=now)
    rows = Consultation.objects.filter(planned | opened, cancelled_at=None).order_by("opens_at", "pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def _announce(pk: int, now: datetime) -> int:
    with transaction.atomic():
        rows = Consultation.objects.select_for_update(of=("self",), skip_locked=True)
        consultation = rows.select_related("institution").filter(pk=pk, cancelled_at=None).first()
        if consultation is None:  # another worker has it, or it was cancelled
            return 0
        changes = unannounced(consultation, now)
        if changes:
            record(consultation, changes, also_save=["announced_state"])
        return bool(changes)


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
