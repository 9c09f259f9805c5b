"""Hearings, who comes, and what was said. They refer to the record by uuid, never by foreign key."""

import uuid

from django.db import models
from django.utils import timezone


class Hearing(models.Model):
    """A public meeting of a consultation. Titles, places and descriptions map language codes to texts.

    `capacity` is the number of seats, null for as many as come. `sequence` counts the changes that somebody
    with the meeting in their calendar must hear of (RFC 5545). `reminded_at` is when reminders were asked for.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.UUIDField()
    consultation = models.UUIDField(db_index=True)
    titles = models.JSONField(default=dict)
    places = models.JSONField(default=dict)
    descriptions = models.JSONField(default=dict)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveIntegerField(null=True)
    is_published = models.BooleanField(default=False)
    cancelled_at = models.DateTimeField(null=True)
    sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("starts_at", "pk")
        default_permissions = ()
        permissions = [
            ("manage_hearings", "Can manage hearings and their minutes"),
            ("see_registrations", "Can see who registered for hearings"),
        ]
        indexes = [models.Index(fields=["institution", "starts_at"], name="hearings_of_institution")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="hearing_ends_after_its_start"
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Registration(models.Model):
    """Somebody who comes. Not confirmed until they follow the link that was sent to them."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="registrations")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    language = models.CharField(max_length=10)
    participant = models.UUIDField(null=True, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("created_at", "pk")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["hearing", "email"], name="hearing_registration_once")]

    def __str__(self) -> str:
        return str(self.uuid)


class Minute(models.Model):
    """What one person said at a hearing. `submission` is the contribution it became, null until then."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="minutes")
    speaker = models.CharField(max_length=120, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10)
    text = models.TextField()
    submission = models.UUIDField(null=True, unique=True)

    class Meta:
        ordering = ("pk",)
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.uuid)
