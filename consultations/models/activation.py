from django.conf import settings
from django.db import models


class PluginPermission(models.Model):
    """Whether an institution permits a plugin, and the plugin's settings there. No row: the manifest's default."""

    institution = models.ForeignKey("Institution", on_delete=models.CASCADE, related_name="plugin_permissions")
    plugin = models.CharField(max_length=60)
    permitted = models.BooleanField(null=True)
    settings = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "plugin"], name="plugin_permission_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plugin} @ {self.institution_id}"


class PluginEnablement(models.Model):
    """Whether a consultation enables a plugin its institution permits. No row: the manifest's default."""

    consultation = models.ForeignKey("Consultation", on_delete=models.CASCADE, related_name="plugin_enablements")
    plugin = models.CharField(max_length=60)
    enabled = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "plugin"], name="plugin_enablement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plugin} @ {self.consultation_id}"


class PluginRoleDecision(models.Model):
    """Whether a role of an institution holds a permission of a plugin. No row: as the manifest has it."""

    institution = models.ForeignKey("Institution", on_delete=models.CASCADE, related_name="plugin_role_decisions")
    plugin = models.CharField(max_length=60)
    codename = models.CharField(max_length=60)
    role = models.CharField(max_length=20)
    allowed = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "plugin", "codename", "role"], name="plugin_role_decision_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.plugin}.{self.codename} @ {self.institution_id}"


class PluginAudit(models.Model):
    """Who switched which plugin where, or changed which of its settings or its roles' permissions."""

    institution = models.ForeignKey("Institution", on_delete=models.CASCADE, related_name="plugin_audit")
    consultation = models.ForeignKey("Consultation", null=True, on_delete=models.CASCADE, related_name="+")
    plugin = models.CharField(max_length=60)
    action = models.CharField(max_length=20)
    changes = models.JSONField(default=dict)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.action} {self.plugin}"
