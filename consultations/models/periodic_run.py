from django.db import models


class PeriodicRun(models.Model):
    """When the worker last asked for a plugin's periodic task at an institution, so that several ask once.

    `contribution` is the name of the contribution. Institutions are referred to by uuid: a task may be asked
    for in the very moment its institution goes.
    """

    plugin = models.CharField(max_length=60)
    contribution = models.CharField(max_length=200)
    institution = models.UUIDField()
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plugin", "contribution", "institution"], name="periodic_run_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plugin}/{self.contribution} at {self.institution}"
