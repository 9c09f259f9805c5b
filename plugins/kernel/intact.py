"""Seeing to it that a plugin's models leave those of others alone, and undoing it where they do not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model

LISTS = ("local_fields", "local_many_to_many", "private_fields")


class ForeignModelsChanged(Exception):
    """A plugin's code changed what is not its own. The message says what."""


@dataclass(frozen=True)
class _Known:
    fields: dict[type[Model], dict[str, tuple[Any, ...]]]
    models: frozenset[type[Model]]


def import_apart(app: str, label: str, run: Callable[[], None]) -> None:
    """Run code of the plugin in the package `app`; `ForeignModelsChanged` if models of others are not as before.

    What was added to them is taken away again.
    """
    before = _look(label)
    run()
    changes = [*_contributed(before), *_misplaced(before, app, label), *_same_tables(label)]
    if changes:
        raise ForeignModelsChanged("; ".join(changes))


def _foreign(label: str) -> list[type[Model]]:
    return [model for other, models in apps.all_models.items() if other != label for model in models.values()]


def _look(label: str) -> _Known:
    models = _foreign(label)
    fields = {model: {name: tuple(getattr(model._meta, name)) for name in LISTS} for model in models}
    return _Known(fields, frozenset(models))


def _contributed(before: _Known) -> list[str]:
    """Fields that other apps' models have gained."""
    found = []
    for model, lists in before.fields.items():
        added = [field for name in LISTS for field in getattr(model._meta, name) if field not in lists[name]]
        if not added:
            continue
        names = ", ".join(field.name for field in added)
        found.append(f"it adds {names} to {model._meta.label}: keep it in a model of your own, by uuid")
        for name, fields in lists.items():
            setattr(model._meta, name, list(fields))
        for field in added:
            for attribute in {field.name, getattr(field, "attname", field.name)}:
                if attribute in vars(model):
                    delattr(model, attribute)
        model._meta._expire_cache()  # type: ignore[attr-defined]
    if found:
        apps.clear_cache()
    return found


def _misplaced(before: _Known, app: str, label: str) -> list[str]:
    """The plugin's models that claim to belong to another app."""
    found = []
    for model in _foreign(label):
        if model in before.models or not f"{model.__module__}.".startswith(f"{app}."):
            continue
        other = model._meta.app_label
        found.append(f"its model {model.__name__} claims the app label {other!r}: leave Meta.app_label out")
        del apps.all_models[other][model._meta.model_name or ""]
    return found


def _same_tables(label: str) -> list[str]:
    taken = {model._meta.db_table: model._meta.label for model in _foreign(label) if model._meta.managed}
    return [
        f"its model {model.__name__} has the table of {taken[model._meta.db_table]}: leave Meta.db_table out"
        for model in apps.all_models[label].values()
        if model._meta.db_table in taken and not model._meta.proxy
    ]
