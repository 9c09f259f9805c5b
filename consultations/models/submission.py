import uuid

from django.db import models

from consultations.states import SubmissionState


class Channel(models.TextChoices):
    SITE = "site", "site"
    API = "api", "API"
    EMAIL = "email", "e-mail"
    PAPER = "paper", "paper"


class Submission(models.Model):
    """What one participant sends: on the whole, on a provision or on a passage; or a reply.

    `root` is the first submission of the thread (itself null for a root). `text` is kept exactly as typed,
    with line ends normalised. `content_hash` is the salted SHA-256 the ledger commits to: deleting the salt
    and the text erases a person's words and keeps the chain verifiable. `position` counts within its
    consultation and is the public number.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    receipt_number = models.CharField(max_length=20, unique=True)
    institution = models.ForeignKey("Institution", on_delete=models.PROTECT, related_name="submissions")
    consultation = models.ForeignKey("Consultation", on_delete=models.PROTECT, related_name="submissions")
    participant = models.ForeignKey("Participant", on_delete=models.PROTECT, related_name="submissions")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replies")
    root = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="thread")
    version = models.ForeignKey("Version", null=True, on_delete=models.PROTECT, related_name="submissions")
    provision_uid = models.UUIDField(null=True)
    quote = models.JSONField(null=True)
    language = models.CharField(max_length=10)
    text = models.TextField()
    content_salt = models.CharField(max_length=32)
    content_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=SubmissionState.choices)
    hold_reason = models.CharField(max_length=80, blank=True, default="")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    submitted_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["consultation", "state", "-published_at", "-id"], name="submission_newest"),
            models.Index(fields=["consultation", "provision_uid", "state"], name="submission_by_provision"),
            models.Index(fields=["institution", "state", "submitted_at"], name="submission_queue"),
            models.Index(fields=["root", "published_at"], name="submission_thread"),
        ]

    def __str__(self) -> str:
        return self.receipt_number


class IdempotencyKey(models.Model):
    """A client's promise that two posts with one key are one submission (kept 30 days)."""

    key_hash = models.CharField(max_length=64, unique=True)
    request_hash = models.CharField(max_length=64)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="idempotency_keys")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key_hash
