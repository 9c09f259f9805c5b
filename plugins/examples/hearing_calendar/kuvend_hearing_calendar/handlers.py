"""What hearings do when something happens in the record."""

from django.utils import timezone

from kuvend_hearing_calendar.deciding import cancel_hearing
from kuvend_hearing_calendar.models import Hearing
from plugins.api.events import Kind, RecordEvent


def follow_record(event: RecordEvent) -> None:
    """A consultation that is cancelled has no hearings any more."""
    if event.kind != Kind.CONSULTATION_CANCELLED:
        return
    to_come = Hearing.objects.filter(
        consultation=event.consultation, cancelled_at=None, starts_at__gt=timezone.now()
    )
    for uuid in list(to_come.values_list("uuid", flat=True)):
        cancel_hearing(institution=event.institution, hearing=uuid)
