"""The kernel's only table: what operators see of plugins' failures."""

from uuid import UUID

from django.db import models

PORTAL_UUID = UUID(int=0)
"""Stands for "no institution", so that a plugin has one row for each place."""


class PluginFailure(models.Model):
    """Failures of one plugin at one institution since the last reset.

    Holds the exception's type and place and never its message, which may quote what a person wrote.
    `opened_at` is set while the breaker is open. Institutions are referred to by uuid: the kernel knows none.
    """

    plugin = models.CharField(max_length=60)
    institution = models.UUIDField(default=PORTAL_UUID)
    count = models.PositiveIntegerField(default=0)
    last_contribution = models.CharField(max_length=200, blank=True, default="")
    last_error_type = models.CharField(max_length=200)
    last_location = models.CharField(max_length=300, blank=True, default="")
    last_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-last_at",)
        constraints = [
            models.UniqueConstraint(fields=["plugin", "institution"], name="plugin_failure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plugin} × {self.count}"
