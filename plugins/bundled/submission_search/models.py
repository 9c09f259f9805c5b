"""What the plugin keeps of its own: searches that somebody saved, and what was sought in vain."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class HowOften(models.TextChoices):
    """When mails about a saved search are sent, at most."""

    DAILY = "daily", _("once a day at most")
    AT_ONCE = "at_once", _("as soon as something is found")


class SavedSearch(models.Model):
    """A search that somebody gets mails about: an account (`user`, its primary key) or a guest (`email`).

    `query` is the query of the search page's address. A guest's counts once the address is confirmed.
    `fingerprint` is the address's as the record has it, by which a guest's are found to be erased. `since` is the
    moment of the last look, `told` what was found around it: nobody is told of the same thing twice. `participant`
    is who saved it, where the record knew them.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    query = models.TextField(blank=True, default="")
    language = models.CharField(max_length=10)
    how_often = models.CharField(max_length=10, choices=HowOften.choices, default=HowOften.DAILY)
    participant = models.UUIDField(null=True, db_index=True)
    user = models.BigIntegerField(null=True, db_index=True)
    email = models.EmailField(blank=True, default="")
    fingerprint = models.CharField(max_length=64, blank=True, default="", db_index=True)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    look_at = models.DateTimeField(default=timezone.now)
    since = models.DateTimeField(default=timezone.now)
    told = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["look_at"], name="saved_search_due")]

    def __str__(self) -> str:
        return str(self.uuid)


class SoughtInVain(models.Model):
    """How often a text was searched for and nothing was found; nothing of who did.

    `text` stays empty until it was asked for often enough to be nobody's own: before that there is only its
    `digest`, from which it cannot be read.
    """

    digest = models.CharField(max_length=64, unique=True)
    text = models.CharField(max_length=100, blank=True, default="")
    times = models.PositiveIntegerField(default=0)
    days = models.PositiveIntegerField(default=0)
    first_on = models.DateField()
    last_on = models.DateField(db_index=True)

    def __str__(self) -> str:
        return self.digest[:8]
