import uuid

from django.db import models


class Note(models.Model):
    """Something the plugin was asked or told. It refers to the record by uuid, never by foreign key."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.UUIDField()
    consultation = models.UUIDField(null=True)
    submission = models.UUIDField(null=True)
    participant = models.UUIDField(null=True)
    word = models.CharField(max_length=60)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)
        default_permissions = ()
        permissions = [("read_notes", "Can read the dummy's notes")]

    def __str__(self) -> str:
        return self.word
