"""Polls, their choices, and who answered what. They refer to the record by uuid, never by foreign key."""

import uuid

from django.db import models


class Poll(models.Model):
    """A question under a consultation. `questions` maps language codes to texts.

    It is answered while it is published and its consultation is open.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.UUIDField()
    consultation = models.UUIDField(db_index=True)
    questions = models.JSONField(default=dict)
    is_published = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("created_at", "pk")
        default_permissions = ()
        permissions = [("manage_polls", "Can manage polls")]
        indexes = [models.Index(fields=["institution", "-created_at"], name="polls_of_institution")]

    def __str__(self) -> str:
        return str(self.uuid)


class Choice(models.Model):
    """One of the answers a poll offers. `labels` maps language codes to texts."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="choices")
    labels = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position", "pk")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.uuid)


class Answer(models.Model):
    """What one participant answers. A second answer replaces the first."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="answers")
    choice = models.ForeignKey(Choice, on_delete=models.PROTECT, related_name="answers")
    participant = models.UUIDField(db_index=True)
    answered_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["poll", "participant"], name="polls_one_answer")]

    def __str__(self) -> str:
        return f"answer to {self.poll_id}"
