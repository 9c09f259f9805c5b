"""What a plugin's migrations may not do: change what belongs to others, or come before others' migrations."""

import importlib.util
from collections.abc import Iterator
from pathlib import PurePath

from django.apps import AppConfig
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader


class PluginMigrationRefused(Exception):
    """A plugin's migrations do what they may not, or fit no graph. The message says what and where."""


def check(slug: str, config: AppConfig, loader: MigrationLoader) -> None:
    """`PluginMigrationRefused` if a migration of the plugin reaches beyond its app.

    Found by applying them to the state of all other apps' models, as `loader` knows them: whatever way an
    operation takes, the models of others must be as before. What SQL and Python do is not looked into.
    """
    label = config.label
    leaves = [node for node in loader.graph.leaf_nodes() if node[0] == label]
    if len(leaves) > 1:
        names = " and ".join(sorted(name for _, name in leaves))
        raise PluginMigrationRefused(f"{names} both come last: run `manage.py makemigrations --merge {label}`")
    for migration in _own(label, loader):
        if others := sorted({app for app, _ in migration.run_before if app != label}):
            raise PluginMigrationRefused(
                f"{_file(migration)}: `run_before` names {', '.join(others)}, which comes first: leave it out"
            )
        if migration.app_label != label:
            raise PluginMigrationRefused(
                f"{_file(migration)} works on the app {migration.app_label!r}, not its own"
            )
    _check_state(label, loader)


def _own(label: str, loader: MigrationLoader) -> Iterator[Migration]:
    """The plugin's migrations, each after those it depends on."""
    done: set[tuple[str, str]] = set()
    for leaf in loader.graph.leaf_nodes(label):
        for node in loader.graph.forwards_plan(leaf):
            if node[0] == label and node not in done:
                done.add(node)
                yield loader.graph.nodes[node]


def _check_state(label: str, loader: MigrationLoader) -> None:
    others = [node for node in loader.graph.leaf_nodes() if node[0] != label]
    state = loader.project_state(others)
    before = {key: model.clone() for key, model in state.models.items() if key[0] != label}
    for migration in _own(label, loader):
        state = migration.mutate_state(state, preserve=False)
        after = {key: model for key, model in state.models.items() if key[0] != label}
        changed = sorted({*before, *after} - {key for key in before if after.get(key) == before[key]})
        if changed:
            names = ", ".join(f"{app}.{model}" for app, model in changed)
            raise PluginMigrationRefused(
                f"{_file(migration)} changes {names}, which is not the plugin's: keep to models of its own"
            )


def _file(migration: Migration) -> str:
    spec = importlib.util.find_spec(type(migration).__module__)
    origin = spec.origin if spec is not None else None
    return "/".join(PurePath(origin).parts[-3:]) if origin else type(migration).__module__
