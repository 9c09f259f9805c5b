"""Threads as lists are read from: one row for each public contribution, kept in step with the record.

Rows refer to the record by uuid only, so that this plugin can be removed without touching it.
"""

from django.db import models
from django.db.models import Q

IS_ROOT = Q(root__isnull=True)


class ThreadEntry(models.Model):
    """Where a public contribution stands: what it is about, what it answers, and how it is ranked.

    `visible` False means that only its trace is public (hidden, removed or withdrawn). `root` is null for
    what starts a thread; `reply_count` counts the replies of the whole thread, traces included, and stays 0
    for a reply. `participant` is its author's uuid: nobody supports their own words.
    """

    submission = models.UUIDField(unique=True)
    institution = models.UUIDField()
    consultation = models.UUIDField()
    version = models.UUIDField(null=True)
    provision_uid = models.UUIDField(null=True)
    root = models.UUIDField(null=True)
    participant = models.UUIDField()
    published_at = models.DateTimeField()
    visible = models.BooleanField()
    support_count = models.PositiveIntegerField(default=0)
    reply_count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["consultation", "-published_at", "-submission"], condition=IS_ROOT, name="threads_c_newest"
            ),
            models.Index(
                fields=["consultation", "-support_count", "-published_at", "-submission"],
                condition=IS_ROOT,
                name="threads_c_supported",
            ),
            models.Index(
                fields=["version", "-published_at", "-submission"], condition=IS_ROOT, name="threads_v_newest"
            ),
            models.Index(
                fields=["version", "-support_count", "-published_at", "-submission"],
                condition=IS_ROOT,
                name="threads_v_supported",
            ),
            models.Index(
                fields=["version", "provision_uid", "-published_at", "-submission"],
                condition=IS_ROOT,
                name="threads_p_newest",
            ),
            models.Index(
                fields=["version", "provision_uid", "-support_count", "-published_at", "-submission"],
                condition=IS_ROOT,
                name="threads_p_supported",
            ),
            models.Index(
                fields=["consultation", "version", "provision_uid"],
                condition=Q(visible=True),
                name="threads_counts",
            ),
            models.Index(
                fields=["root", "published_at", "submission"],
                condition=Q(root__isnull=False),
                name="threads_replies",
            ),
        ]

    def __str__(self) -> str:
        return str(self.submission)


class Support(models.Model):
    """One participant supports one contribution."""

    submission = models.UUIDField()
    participant = models.UUIDField(db_index=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "participant"], name="threads_support_once"),
        ]

    def __str__(self) -> str:
        return f"support of {self.submission}"
