"""An institution has answered everything."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from consultations import clock, ledger
from consultations.errors import NotAllAnswered, TransitionRefused
from consultations.events import Kind
from consultations.models import Consultation, ResponseTarget, Submission
from consultations.recording import Change, record
from consultations.scoping import InstitutionRef, locked_consultation
from consultations.services.announce_transitions import unannounced
from consultations.states import PUBLIC_TEXT, ConsultationState, consultation_state


def conclude_consultation(
    *,
    institution: InstitutionRef,
    consultation_uuid: UUID,
    actor: AbstractBaseUser | None,
    now: datetime | None = None,
) -> Consultation:
    """Declare a closed consultation answered: every public submission that starts a thread has its answer.

    Raises NotFound, TransitionRefused unless it is closed, NotAllAnswered(missing).
    """
    now = now or clock.now()
    with transaction.atomic():
        consultation = locked_consultation(institution, consultation_uuid)
        if consultation_state(consultation, now) != ConsultationState.CLOSED:
            raise TransitionRefused
        answered = ResponseTarget.objects.filter(is_current=True, submission__consultation=consultation)
        missing = (
            Submission.objects.filter(consultation=consultation, parent=None, state__in=PUBLIC_TEXT)
            .exclude(pk__in=answered.values("submission"))
            .count()
        )
        if missing:
            raise NotAllAnswered(missing=missing)
        # If the worker did not come round since it closed: nobody may hear of the answer first.
        changes = unannounced(consultation, now)
        changes.append(Change(kind=Kind.CONSULTATION_ANSWERED, actor=ledger.by_staff(actor), at=now))
        consultation.answered_at, consultation.announced_state = now, ConsultationState.ANSWERED
        record(consultation, changes, also_save=["answered_at", "announced_state"])
    return consultation
