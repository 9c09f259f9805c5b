import uuid

from django.conf import settings
from django.db import models


class ParticipantKind(models.TextChoices):
    GUEST = "guest", "guest"
    ACCOUNT = "account", "account"
    DELEGATE = "delegate", "delegate of an organisation"


class Participant(models.Model):
    """Who takes part, as the public may know them. Contact data is kept apart in `ContactDetail`.

    `erased_at`: when everything that tells who it was was erased; the row stays, for what was said.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=ParticipantKind.choices)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="participant"
    )
    display_name = models.CharField(max_length=120, blank=True, default="")
    organisation = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.uuid)


class ContactDetail(models.Model):
    """How to reach a participant. Never leaves for an API, an export, a log or the index.

    `email_fingerprint` is the HMAC-SHA-256 of the normalised address under the site's secret, hex: it
    finds the participant of a verified address without the address being searched for.
    """

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="contact")
    email = models.EmailField()
    email_fingerprint = models.CharField(max_length=64, db_index=True)
    language = models.CharField(max_length=10)
    verified_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"contact of {self.participant_id}"


class ErasureAudit(models.Model):
    """That somebody's personal data were erased: when, by whom, and how much; not whose.

    `counts` is {"core" or a plugin's slug: how many things}.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    with_texts = models.BooleanField()
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"erasure #{self.pk}"
