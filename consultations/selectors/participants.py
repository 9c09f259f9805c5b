"""Who takes part, by identifiers only."""

from uuid import UUID

from consultations.models import Participant


def participant_of_account(user_id: int) -> UUID | None:
    """The participant that stands for an account: one query. None where it has not taken part yet."""
    return Participant.objects.filter(user_id=user_id).values_list("uuid", flat=True).first()


def is_participant(uuid: UUID) -> bool:
    """Whether somebody is still known by that uuid: nobody is, once they were erased. One query."""
    return Participant.objects.filter(uuid=uuid).exists()
