"""Whether a consultation takes part-takers at a moment, for those who need no more of it."""

from datetime import datetime
from uuid import UUID

from consultations import clock
from consultations.models import Consultation
from consultations.states import ConsultationState, in_state


def is_open(consultation: UUID, now: datetime | None = None) -> bool:
    """Whether it is open at `now` (aware; default: this moment), to the second. One query; False if unknown."""
    moment = now or clock.now()
    return Consultation.objects.filter(in_state(ConsultationState.OPEN, moment), uuid=consultation).exists()
