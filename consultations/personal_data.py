"""Asking plugins for what they store about a person. On or off: what is stored is the person's either way."""

from collections.abc import Callable, Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from consultations.errors import RecordError
from consultations.extension_points.people import (
    PERSONAL_DATA_ERASE,
    PERSONAL_DATA_EXPORT,
    PersonalRecord,
    PersonContext,
)
from plugins.kernel.models import PluginTable
from plugins.kernel.points import ExtensionPoint
from plugins.kernel.registry import registry
from plugins.kernel.scope import PORTAL


class PluginNotAsked(RecordError):
    """A plugin's data cannot be reached: it failed, is paused after failures, or is not loaded.

    Nothing was erased, and nothing is handed out, that would be incomplete.
    """

    code = "plugin_not_asked"
    template = _("Nothing was done: the plugin “%(plugin)s” could not be asked (%(reason)s).")


def exported_by_plugins(
    person: PersonContext, *, without: Collection[str] = ()
) -> dict[str, list[PersonalRecord]]:
    """What each plugin stores about a person, by slug. Raises PluginNotAsked."""
    records = _asked(PERSONAL_DATA_EXPORT, person, without)
    for plugin, found in records.items():
        if not all(isinstance(record, PersonalRecord) for record in found):
            raise PluginNotAsked(plugin=plugin, reason="it answers with something that is no PersonalRecord")
    return records


def erased_by_plugins(person: PersonContext, *, without: Collection[str] = ()) -> dict[str, int]:
    """Have each plugin erase what it stores about a person: how many things, by slug. In a transaction.

    Raises PluginNotAsked; the caller's transaction is to be undone then.
    """
    return {plugin: sum(counts) for plugin, counts in _asked(PERSONAL_DATA_ERASE, person, without, _one).items()}


def _asked(
    point: ExtensionPoint[PersonContext, Any],
    person: PersonContext,
    without: Collection[str],
    listed: Callable[[Any], list[Any]] = list,
) -> dict[str, list[Any]]:
    """The answers of all loaded plugins. One that is not loaded may hold something too, and cannot say."""
    for plugin, reason in _silent().items():
        if plugin not in without:
            raise PluginNotAsked(plugin=plugin, reason=reason)
    answers: dict[str, list[Any]] = {}
    for loaded in registry.contributions(point.name):
        if loaded.plugin in without:
            continue
        outcome = point.ask(loaded, person, PORTAL)
        if outcome.skipped:
            raise PluginNotAsked(plugin=loaded.plugin, reason="it is paused after repeated failures")
        if outcome.error is not None:
            raise PluginNotAsked(plugin=loaded.plugin, reason=type(outcome.error).__name__)
        answers.setdefault(loaded.plugin, []).extend(listed(outcome.value) if outcome.value is not None else ())
    return answers


def _silent() -> dict[str, str]:
    """The plugins that store, or may store, something and are not loaded, each with the reason. One query."""
    left = PluginTable.objects.order_by("plugin").values_list("plugin", flat=True).distinct()
    silent = dict.fromkeys(left, "it is not loaded, and its tables are there")
    silent |= {entry.slug: "it is in quarantine" for entry in registry.quarantined}
    return {plugin: reason for plugin, reason in silent.items() if not registry.is_loaded(plugin)}


def _one(value: int) -> list[int]:
    return [value]
