import uuid

from django.db import models


class ApiToken(models.Model):
    """An institution's key to the API's staff calls. Only the SHA-256 of the secret is kept.

    `scopes` are names of what it may do, such as "responses:write"; nothing is allowed by default.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey("Institution", on_delete=models.CASCADE, related_name="api_tokens")
    label = models.CharField(max_length=80)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.label} ({self.institution_id})"
