"""An account takes part for the first time, without sending anything."""

from uuid import UUID

from consultations.models import Participant
from consultations.models.participant import ParticipantKind


def ensure_participant(*, user_id: int) -> UUID:
    """The participant that stands for an account; made, without a name, where there is none yet."""
    participant, _ = Participant.objects.get_or_create(user_id=user_id, defaults={"kind": ParticipantKind.ACCOUNT})
    return participant.uuid
