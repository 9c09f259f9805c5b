"""The settlements of a municipality. They refer to their institution by uuid, never by foreign key."""

from django.db import models


class Settlement(models.Model):
    """A place people live in. `names` maps language codes to texts.

    `code` is what the record stores with a submission and what is searched by: it never changes, and tells
    settlements of all institutions apart. A settlement that is not active is no longer offered.
    """

    institution = models.UUIDField()
    code = models.CharField(max_length=120, unique=True)
    names = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("position", "code")
        default_permissions = ()
        permissions = [("manage_settlements", "Can manage the list of settlements")]
        indexes = [models.Index(fields=["institution", "position"], name="settlements_in_order")]

    def __str__(self) -> str:
        return self.code
