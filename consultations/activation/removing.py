"""Forgetting what institutions and consultations decided about a plugin that goes for good."""

from django.db import transaction

from consultations.models.activation import PluginEnablement, PluginPermission, PluginRoleDecision
from plugins.kernel import gate

DECISIONS = (PluginPermission, PluginEnablement, PluginRoleDecision)


def count_decisions(plugin: str) -> int:
    """How much institutions and consultations decided about the plugin, its settings and its permissions."""
    return sum(model._default_manager.filter(plugin=plugin).count() for model in DECISIONS)


def forget_decisions(plugin: str) -> int:
    """Delete all that; how many rows. The history of who decided what stays."""
    with transaction.atomic():
        deleted = [model._default_manager.filter(plugin=plugin).delete()[0] for model in DECISIONS]
    gate.forget()
    return sum(deleted)
