import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ModerationAction(models.TextChoices):
    PUBLISH = "publish", _("publish")
    HIDE = "hide", _("hide")
    REMOVE = "remove", _("remove")
    RESTORE = "restore", _("restore")


class ModerationDecision(models.Model):
    """Publish, hide, remove or restore, with the reason the public reads. Never edited: another may follow."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey("Submission", on_delete=models.PROTECT, related_name="decisions")
    action = models.CharField(max_length=10, choices=ModerationAction.choices)
    reason_code = models.CharField(max_length=40)
    public_reasons = models.JSONField(default=dict)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="moderation_decisions"
    )
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ("submission", "-id")

    def __str__(self) -> str:
        return f"{self.action} {self.submission_id}"
