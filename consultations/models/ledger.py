from django.db import models


class LedgerEvent(models.Model):
    """One link of a consultation's hash chain. Append-only; `payload` holds no personal data.

    `hash` is the SHA-256 (hex) of the canonical JSON of sequence, kind, at, actor, subject, payload and
    `previous_hash`; the first event's `previous_hash` is 64 zeros.
    """

    consultation = models.ForeignKey("Consultation", on_delete=models.PROTECT, related_name="ledger")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    subject = models.UUIDField(null=True)
    payload = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("consultation", "sequence")
        constraints = [
            models.UniqueConstraint(fields=["consultation", "sequence"], name="ledger_sequence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} #{self.sequence} {self.kind}"
