"""An institution calls a consultation off."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from consultations import clock, ledger
from consultations.errors import TransitionRefused
from consultations.events import Kind
from consultations.models import Consultation
from consultations.recording import Change, record
from consultations.scoping import InstitutionRef, locked_consultation
from consultations.states import ConsultationState, consultation_state
from consultations.texts.reasons import public_reasons

CANCELLABLE = frozenset({ConsultationState.PLANNED, ConsultationState.OPEN, ConsultationState.CLOSED})


def cancel_consultation(
    *,
    institution: InstitutionRef,
    consultation_uuid: UUID,
    reasons: Mapping[str, str],
    actor: AbstractBaseUser | None,
    now: datetime | None = None,
) -> Consultation:
    """Call off a consultation that is not yet answered. What was said stays public.

    `reasons` {language: text} are needed in the institution's first language.
    Raises NotFound, TransitionRefused, ReasonMissing, ReasonInvalid.
    """
    now = now or clock.now()
    with transaction.atomic():
        consultation = locked_consultation(institution, consultation_uuid)
        if consultation_state(consultation, now) not in CANCELLABLE:
            raise TransitionRefused
        required = consultation.institution.default_language
        consultation.cancel_reasons = public_reasons(reasons, required=required)
        consultation.cancelled_at = now
        consultation.announced_state = ConsultationState.CANCELLED
        change = Change(
            kind=Kind.CONSULTATION_CANCELLED,
            actor=ledger.by_staff(actor),
            at=now,
            payload={"reasons_hash": ledger.fingerprint(consultation.cancel_reasons)},
        )
        record(consultation, [change], also_save=["cancel_reasons", "cancelled_at", "announced_state"])
    return consultation
