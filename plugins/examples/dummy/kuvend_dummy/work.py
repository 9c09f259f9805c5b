"""What the dummy has the worker do."""

from kuvend_dummy.models import Note
from plugins.api.tasks import TaskContext


def every_hour(context: TaskContext) -> None:
    """Note that an hour has passed."""
    Note.objects.create(institution=context.institution, word="hourly")


def write_later(context: TaskContext) -> None:
    """Write the word that was asked for."""
    Note.objects.create(
        institution=context.institution, consultation=context.consultation, word=str(context.payload["word"])[:60]
    )
