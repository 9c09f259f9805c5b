"""The kernel's tables: what operators see of plugins, calls that wait for the worker, and plugins' own tables."""

from uuid import UUID

from django.db import models

PORTAL_UUID = UUID(int=0)
"""Stands for "no institution", so that a plugin has one row for each place."""


class PluginFailure(models.Model):
    """Failures of one plugin at one institution since the last reset.

    Holds the exception's type and place and never its message, which may quote what a person wrote.
    `opened_at` is set while the breaker is open. Institutions are referred to by uuid: the kernel knows none.
    `recent` has the latest failures, newest first: {"at", "contribution", "error", "place"}. `resets` counts how
    often an operator reset it, so that other processes notice; a row with `count` 0 says no more than that.
    """

    plugin = models.CharField(max_length=60)
    institution = models.UUIDField(default=PORTAL_UUID)
    count = models.PositiveIntegerField(default=0)
    last_contribution = models.CharField(max_length=200, blank=True, default="")
    last_error_type = models.CharField(max_length=200)
    last_location = models.CharField(max_length=300, blank=True, default="")
    last_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    recent = models.JSONField(default=list)
    resets = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-last_at",)
        constraints = [
            models.UniqueConstraint(fields=["plugin", "institution"], name="plugin_failure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plugin} × {self.count}"


class PluginDelivery(models.Model):
    """One handler to be called by the worker: with what, where, and from when on.

    Deleted when the handler has answered; parked with `parked_at` after repeated failures, for an operator to
    look at. `payload` holds what the extension point's `encode` makes of its context: identifiers, no text.
    """

    point = models.CharField(max_length=80)
    plugin = models.CharField(max_length=60)
    contribution = models.CharField(max_length=200)
    payload = models.JSONField(default=dict)
    institution = models.UUIDField(null=True)
    consultation = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    parked_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True, default="")
    last_location = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                condition=models.Q(parked_at__isnull=True),
                name="plugin_delivery_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plugin}/{self.point}/{self.contribution} #{self.pk}"


class PluginTiming(models.Model):
    """How long calls of one contribution took on one day (UTC), and how many queries they made.

    Histograms by the buckets of `plugins.kernel.histograms`: those of several processes add up.
    """

    plugin = models.CharField(max_length=60)
    contribution = models.CharField(max_length=200)
    day = models.DateField()
    calls = models.PositiveBigIntegerField(default=0)
    durations = models.JSONField(default=list)
    queries = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plugin", "contribution", "day"], name="plugin_timing_once"),
        ]

    def __str__(self) -> str:
        return f"{self.contribution} {self.day}"


class PluginTable(models.Model):
    """A table that belongs to a plugin, noted when it is migrated: for the day its package is gone."""

    plugin = models.CharField(max_length=60)
    app_label = models.CharField(max_length=100)
    table = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ("plugin", "id")

    def __str__(self) -> str:
        return f"{self.table} of {self.plugin}"
