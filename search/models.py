from django.db import models
from django.utils import timezone


class OutboxEntry(models.Model):
    """One object whose documents must be brought into an engine's index anew.

    Written in the transaction that changed the object, so that no change is lost; `id` is the order. What the
    documents say is read when the entry is worked off, hence an entry may be worked off twice without harm. Every
    engine has entries of its own, so that one that is down holds up no other.
    """

    engine = models.CharField(max_length=10, default="main")
    source = models.CharField(max_length=40)
    object_id = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True, default="")
    retry_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=["engine", "retry_at", "id"], name="search_outbox_due")]

    def __str__(self) -> str:
        return f"{self.id}: {self.source} {self.object_id} for {self.engine}"
