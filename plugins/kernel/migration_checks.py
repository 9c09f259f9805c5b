"""What a plugin's migrations may not do: change what belongs to others, or come before others' migrations."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path, PurePath

from django.apps import AppConfig, apps
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState

from plugins.kernel.migration_reading import operation_line, reaches

Models = dict[tuple[str, str], ModelState]


class PluginMigrationRefused(Exception):
    """A plugin's migrations do what they may not, or fit no graph. The message says what and where."""


def check(slug: str, config: AppConfig, loader: MigrationLoader) -> None:
    """`PluginMigrationRefused` if a migration of the plugin reaches beyond its app.

    Found by applying them to the state of all other apps' models, as `loader` knows them: whatever way an
    operation takes, the models of others must be as before. What SQL and Python name plainly is read.
    """
    label = config.label
    leaves = [node for node in loader.graph.leaf_nodes() if node[0] == label]
    if len(leaves) > 1:
        names = " and ".join(sorted(name for _, name in leaves))
        raise PluginMigrationRefused(f"{names} both come last: run `manage.py makemigrations --merge {label}`")
    for migration in _own(label, loader):
        if others := sorted({app for app, _ in migration.run_before if app != label}):
            raise PluginMigrationRefused(
                f"{_place(migration)}: `run_before` names {', '.join(others)}, which comes first: leave it out"
            )
        if migration.app_label != label:
            raise PluginMigrationRefused(
                f"{_place(migration)} works on the app {migration.app_label!r}, not its own"
            )
    _check_texts(label, loader)
    _check_state(label, loader)


def _own(label: str, loader: MigrationLoader) -> Iterator[Migration]:
    """The plugin's migrations, each after those it depends on."""
    done: set[tuple[str, str]] = set()
    for leaf in loader.graph.leaf_nodes(label):
        for node in loader.graph.forwards_plan(leaf):
            if node[0] == label and node not in done:
                done.add(node)
                yield loader.graph.nodes[node]


def _check_texts(label: str, loader: MigrationLoader) -> None:
    others = [config for config in apps.get_app_configs() if config.label != label]
    tables = {
        model._meta.db_table for config in others for model in config.get_models(include_auto_created=True)
    } | {MigrationRecorder.Migration._meta.db_table}
    labels = {config.label for config in others}
    for migration in _own(label, loader):
        file = _path(migration)
        if file is None:
            continue
        for reach in reaches(file, label=label, tables=tables, labels=labels):
            raise PluginMigrationRefused(
                f"{_place(migration, reach.line)}: {reach.words}, which is not the plugin's: "
                "keep to models of its own, and ask plugins.api for the record"
            )


def _check_state(label: str, loader: MigrationLoader) -> None:
    others = [node for node in loader.graph.leaf_nodes() if node[0] != label]
    state = loader.project_state(others)
    before = _foreign(label, state)
    for migration in _own(label, loader):
        former = state.clone()
        state = migration.mutate_state(state, preserve=False)
        if changed := _changed(before, _foreign(label, state)):
            line = _line_of_change(label, migration, former, before)
            raise PluginMigrationRefused(
                f"{_place(migration, line)} changes {', '.join(changed)}, which is not the plugin's: "
                "keep to models of its own"
            )


def _foreign(label: str, state: ProjectState) -> Models:
    return {key: model.clone() for key, model in state.models.items() if key[0] != label}


def _changed(before: Models, after: Models) -> list[str]:
    same = {key for key in before if after.get(key) == before[key]}
    return [f"{app}.{model}" for app, model in sorted({*before, *after} - same)]


def _line_of_change(label: str, migration: Migration, state: ProjectState, before: Models) -> int | None:
    """The line of the first operation after which something of others is changed, where that can be told."""
    file = _path(migration)
    for position, operation in enumerate(migration.operations):
        operation.state_forwards(label, state)
        if _changed(before, _foreign(label, state)):
            return operation_line(file, position, len(migration.operations)) if file else None
    return None


def _path(migration: Migration) -> Path | None:
    spec = importlib.util.find_spec(type(migration).__module__)
    return Path(spec.origin) if spec is not None and spec.origin else None


def _place(migration: Migration, line: int | None = None) -> str:
    """`package/migrations/name.py:line`, or the module where there is no file."""
    path = _path(migration)
    place = "/".join(PurePath(path).parts[-3:]) if path else type(migration).__module__
    return f"{place}:{line}" if line else place
