"""Who takes part, by identifiers only."""

from uuid import UUID

from consultations.models import Participant


def participant_of_account(user_id: int) -> UUID | None:
    """The participant that stands for an account: one query. None where it has not taken part yet."""
    return Participant.objects.filter(user_id=user_id).values_list("uuid", flat=True).first()
