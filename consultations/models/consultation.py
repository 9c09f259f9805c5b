from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from consultations.models.document import Version


class Consultation(models.Model):
    """A dated process over one or more documents, under a rule set.

    Its state is computed from the dates (`consultations.states`); `announced_state` is the last state the
    worker told others about, `closing_soon_for` the closing it last reminded them of. `uuid` is the translation
    key of the page it is presented on; `topics` are slugs of the vocabulary (`Topic`). `ledger_length` and
    `ledger_head` are the chain's end, `submissions_received` the last public number given out: kept here so that
    one row lock is enough for each change.
    """

    uuid = models.UUIDField(unique=True, editable=False)
    institution = models.ForeignKey("Institution", on_delete=models.PROTECT, related_name="consultations")
    rule_set = models.CharField(max_length=60)
    act_type = models.CharField(max_length=40, default="standard")
    source_language = models.CharField(max_length=10)
    titles = models.JSONField(default=dict)
    summaries = models.JSONField(default=dict)
    topics = models.JSONField(default=list)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reasons = models.JSONField(default=dict)
    announced_state = models.CharField(max_length=20, default="planned")
    closing_soon_for = models.DateTimeField(null=True)
    submissions_received = models.PositiveIntegerField(default=0)
    ledger_length = models.PositiveIntegerField(default=0)
    ledger_head = models.CharField(max_length=64, default="0" * 64)
    created_at = models.DateTimeField()
    versions: "models.ManyToManyField[Version, ConsultationDocument]" = models.ManyToManyField(
        "Version", through="ConsultationDocument", related_name="consultations"
    )

    class Meta:
        indexes = [
            models.Index(fields=["-opens_at", "-id"], name="consultation_newest"),
            models.Index(fields=["institution", "-opens_at", "-id"], name="consultation_by_institution"),
            models.Index(fields=["closes_at"], name="consultation_closing"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="consultation_closes_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class ConsultationDocument(models.Model):
    """Which version of which document a consultation is about, in the order shown."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="subjects")
    version = models.ForeignKey("Version", on_delete=models.PROTECT, related_name="subjects")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("consultation", "position")
        constraints = [
            models.UniqueConstraint(fields=["consultation", "version"], name="consultation_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id}: {self.version_id}"
