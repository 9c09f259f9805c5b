from django.db import models


class OutboxMessage(models.Model):
    """Something to be done after the transaction that wrote it: a mail, an event for plugins.

    Delivered in order by the worker, at least once; parked with `parked_at` after repeated failures.
    `payload` holds identifiers only, no text and no personal data.
    """

    topic = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                condition=models.Q(delivered_at__isnull=True, parked_at__isnull=True),
                name="outbox_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} #{self.pk}"
