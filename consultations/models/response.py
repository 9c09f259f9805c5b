import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    ACCEPTED = "accepted", _("accepted")
    PARTLY_ACCEPTED = "partly_accepted", _("partly accepted")
    NOT_ACCEPTED = "not_accepted", _("not accepted")
    NOTED = "noted", _("noted")
    OUT_OF_SCOPE = "out_of_scope", _("out of scope")


class Response(models.Model):
    """The institution's answer to one submission or a group. `reasons` maps languages to the text."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    consultation = models.ForeignKey("Consultation", on_delete=models.PROTECT, related_name="responses")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    reasons = models.JSONField(default=dict)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="responses"
    )
    published_at = models.DateTimeField()

    class Meta:
        ordering = ("consultation", "-published_at", "-id")

    def __str__(self) -> str:
        return f"{self.outcome} ({self.uuid})"


class ResponseTarget(models.Model):
    """Which submissions a response answers; the newest response to a submission is the one in force."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="targets")
    submission = models.ForeignKey("Submission", on_delete=models.PROTECT, related_name="answers")
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "submission"], name="response_target_once"),
            models.UniqueConstraint(
                fields=["submission"], condition=models.Q(is_current=True), name="one_current_response"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response_id} → {self.submission_id}"
