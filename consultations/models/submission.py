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

    `root` is the first submission of the thread (itself null for a root). `text` is kept as typed, after
    `consultations.texts.normalising`. `content_hash` is the salted SHA-256 the ledger commits to: deleting the
    salt and the text erases a person's words and keeps the chain verifiable. `number` counts within its
    consultation and is the public number. The author's names are as signed then: the same person may sign
    another one differently. `published_at` is when the public first saw it: its text, or the trace of its
    removal; null until then. `idempotency_hash` and `request_hash` keep a client's promise that two posts with
    one key are one submission. `fields_hash` commits, with a salt of its own, to what was entered in plugins'
    form fields (`SubmissionFieldValue`), "" where nothing was; `content_hash` covers it, so that the values can
    be erased and the text still be verified.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    receipt_number = models.CharField(max_length=20, unique=True)
    number = models.PositiveIntegerField()
    institution = models.ForeignKey("Institution", on_delete=models.PROTECT, related_name="submissions")
    consultation = models.ForeignKey("Consultation", on_delete=models.PROTECT, related_name="submissions")
    participant = models.ForeignKey("Participant", on_delete=models.PROTECT, related_name="submissions")
    author_name = models.CharField(max_length=120, blank=True, default="")
    author_organisation = models.CharField(max_length=200, blank=True, default="")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replies")
    root = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="thread")
    version = models.ForeignKey("Version", null=True, on_delete=models.PROTECT, related_name="submissions")
    provision_uid = models.UUIDField(null=True)
    quote = models.JSONField(null=True)
    language = models.CharField(max_length=10)
    text = models.TextField()
    content_salt = models.CharField(max_length=32)
    content_hash = models.CharField(max_length=64)
    fields_salt = models.CharField(max_length=32, blank=True, default="")
    fields_hash = models.CharField(max_length=64, blank=True, default="")
    state = models.CharField(max_length=12, choices=SubmissionState.choices)
    hold_reason = models.CharField(max_length=80, blank=True, default="")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    idempotency_hash = models.CharField(max_length=64, null=True, unique=True)
    request_hash = models.CharField(max_length=64, blank=True, default="")
    submitted_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="submission_number_once"),
        ]
        indexes = [
            models.Index(
                fields=["consultation", "-published_at", "-id"],
                condition=models.Q(published_at__isnull=False),
                name="submission_newest",
            ),
            models.Index(
                fields=["consultation", "provision_uid", "-published_at", "-id"],
                condition=models.Q(published_at__isnull=False),
                name="submission_by_provision",
            ),
            models.Index(
                fields=["root", "published_at", "id"],
                condition=models.Q(published_at__isnull=False),
                name="submission_thread",
            ),
            models.Index(
                fields=["published_at", "id"],
                condition=models.Q(published_at__isnull=False),
                name="submission_anywhere",
            ),
            models.Index(fields=["version", "provision_uid", "state"], name="submission_counts"),
            models.Index(fields=["institution", "state", "submitted_at", "id"], name="submission_queue"),
        ]

    def __str__(self) -> str:
        return self.receipt_number


class SubmissionFieldValue(models.Model):
    """What somebody entered in one form field of a plugin.

    `value` is a text, a whole number, yes or no, or a list of texts. `is_public` False keeps it from pages, API,
    search and exports. `consultation` is the submission's, so that values are counted without a join.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="field_values")
    consultation = models.ForeignKey("Consultation", on_delete=models.PROTECT, related_name="field_values")
    plugin = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    value = models.JSONField()
    is_public = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "plugin", "name"], name="field_value_once"),
        ]
        indexes = [
            models.Index(fields=["consultation", "plugin", "name"], name="field_value_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.plugin}.{self.name} of {self.submission_id}"
