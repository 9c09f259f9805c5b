"""Migrating the core and each plugin apart, so that one plugin's mistake keeps nobody else from their tables.

Django plans the migrations of all apps as one graph, and one module that cannot be imported breaks it for all.
Here the core is planned without any plugin, and each plugin with the core and the plugins found good before it.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.migrate import Command as DjangosMigrate
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from plugins.kernel import migration_checks
from plugins.kernel.guarded import GuardedAppConfig
from plugins.kernel.locating import described, location, type_name
from plugins.kernel.migration_checks import PluginMigrationRefused
from plugins.kernel.models import PluginTable
from plugins.kernel.registry import registry

NO_MIGRATIONS = "plugins.kernel.no_migrations"


@dataclass(frozen=True)
class Failed:
    """A plugin whose migrations did not run, and why."""

    slug: str
    reason: str


def plugin_configs() -> dict[str, AppConfig]:
    """The app config of each loaded plugin, by slug."""
    return {slug: config for slug, config in _installed().items() if registry.is_loaded(slug)}


@contextmanager
def without_migrations_of(labels: Collection[str]) -> Iterator[None]:
    """Django does not see the migrations of these apps meanwhile. For commands, which have one thread.

    They have an empty package of migrations instead of none: of an app with none Django puts the models into
    the state it plans from, and a page type among them has no base there before the core is migrated.
    """
    former = settings.MIGRATION_MODULES
    settings.MIGRATION_MODULES = {**former, **dict.fromkeys(labels, NO_MIGRATIONS)}
    try:
        yield
    finally:
        settings.MIGRATION_MODULES = former


class _CoreLoader(MigrationLoader):
    """Sees no plugin's migrations, however broken."""

    @classmethod
    def migrations_module(cls, app_label: str) -> tuple[str | None, bool]:
        if app_label in {config.label for config in _installed().values()}:
            return None, True
        return super().migrations_module(app_label)


def core_is_migrated() -> bool:
    """Whether all migrations are applied that are no plugin's. Imports all of them: not for every request."""
    loader = _CoreLoader(connection)
    return all(node in loader.applied_migrations for node in loader.graph.leaf_nodes())


def migrate_core(verbosity: int = 0, *, run_syncdb: bool = False) -> bool:
    """Migrate all that is no plugin; whether there was anything to do. Raises what the migration raises."""
    if core_is_migrated():
        return False
    with without_migrations_of([config.label for config in _installed().values()]):
        _djangos_migrate(verbosity=verbosity, run_syncdb=run_syncdb)
    return True


def migrate_plugins(
    slugs: Collection[str] | None = None, *, verbosity: int = 0, say: Callable[[str], None] = lambda line: None
) -> list[Failed]:
    """Migrate each loaded plugin, or those named, alone; those that failed, which are quarantined then.

    Those that wait for their migrations are let out of quarantine when they are migrated, in a new process.
    Notes which tables belong to whom, so that they can be removed without the plugin's code.
    """
    configs = _installed()
    hidden = {config.label for config in configs.values()}
    failed: list[Failed] = []
    for slug, config in configs.items():
        if not _may_migrate(slug):
            continue
        wanted = slugs is None or slug in slugs
        with without_migrations_of(hidden - {config.label}):
            try:
                done = _migrate_one(slug, config, verbosity) if wanted else _vet(slug, config)
            except Exception as error:
                reason = _reason(error, slug)
                if wanted:
                    failed.append(Failed(slug, reason))
                registry.quarantine(slug, reason)
                continue
        hidden.discard(config.label)
        if wanted and done:
            say(f"{slug}: {done} migrated" if done > 1 else f"{slug}: migrated")
    return failed


def unapplied() -> dict[str, str] | None:
    """The loaded plugins whose tables are not as their code wants them, with the reason: one or two queries.

    None for an empty database, which somebody is about to fill. Looks at the names of files only: no migration
    is imported.
    """
    configs = plugin_configs()
    wanted = {slug: _migration_names(config) for slug, config in configs.items()}
    applied = frozenset(MigrationRecorder(connection).applied_migrations())
    if not applied:
        return None
    found: dict[str, str] = {}
    for slug, config in configs.items():
        missing = sorted(name for name in wanted[slug] if (config.label, name) not in applied)
        if missing:
            found[slug] = (
                f"its migrations are not applied ({', '.join(missing)}): run `manage.py plugins migrate {slug}`"
            )
        elif not wanted[slug] and _has_tables(config):
            found[slug] = f"its models have no migrations: run `manage.py makemigrations {config.label}`"
    return found


def migration_objections() -> list[Failed]:
    """The loaded plugins whose migrations reach beyond them, or cannot be read. Asks no database."""
    configs = plugin_configs()
    hidden = {config.label for config in configs.values()}
    found: list[Failed] = []
    for slug, config in configs.items():
        with without_migrations_of(hidden - {config.label}):
            try:
                migration_checks.check(slug, config, MigrationLoader(None))
            except PluginMigrationRefused as refused:
                found.append(Failed(slug, str(refused)))
            except Exception as error:
                found.append(Failed(slug, f"its migrations cannot be read: {described(error)}"))
                continue
        hidden.discard(config.label)
    return found


def all_fit_one_plan() -> bool:
    """Whether the migrations of all apps can be read and fit together, and no plugin's reach beyond it.

    Where not, each taken for itself shows whose do not.
    """
    try:
        loader = MigrationLoader(connection)
        waiting = {node[0] for node in loader.graph.nodes if node not in loader.applied_migrations}
        for slug, config in _installed().items():
            if config.label in waiting:
                migration_checks.check(slug, config, loader)
    except Exception:
        return False
    return True


def note_all_tables() -> None:
    """Write down whose each table is, of all loaded plugins that have migrations."""
    for slug, config in plugin_configs().items():
        if _migration_names(config):
            note_tables(slug, config)


def note_tables(slug: str, config: AppConfig) -> None:
    """Write down which tables are the plugin's."""
    tables = [
        model._meta.db_table
        for model in config.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]
    PluginTable.objects.bulk_create(
        [PluginTable(plugin=slug, app_label=config.label, table=table) for table in tables],
        ignore_conflicts=True,
    )


def _installed() -> dict[str, GuardedAppConfig]:
    """The app configs of plugins whose package could be imported, quarantined since or not."""
    return {
        config.plugin_slug: config for config in apps.get_app_configs() if isinstance(config, GuardedAppConfig)
    }


def _may_migrate(slug: str) -> bool:
    return registry.is_loaded(slug) or any(
        entry.slug == slug and "its migrations are not applied" in entry.reason for entry in registry.quarantined
    )


def _vet(slug: str, config: AppConfig) -> int:
    migration_checks.check(slug, config, MigrationLoader(connection))
    return 0


def _migrate_one(slug: str, config: AppConfig, verbosity: int) -> int:
    """Migrate one plugin; how many migrations that took."""
    loader = MigrationLoader(connection)
    waiting = [
        node for node in loader.graph.nodes if node[0] == config.label and node not in loader.applied_migrations
    ]
    if waiting:
        migration_checks.check(slug, config, loader)
        _djangos_migrate(config.label, verbosity=verbosity)
    if config.label in loader.migrated_apps:
        note_tables(slug, config)
    return len(waiting)


def _djangos_migrate(*labels: str, **options: Any) -> None:
    """Django's own command: the site's, of the same name, comes here itself."""
    call_command(DjangosMigrate(), *labels, interactive=False, **options)


def _reason(error: Exception, slug: str) -> str:
    words = str(error) if isinstance(error, PluginMigrationRefused) else described(error)
    if isinstance(error, DatabaseError):
        # PostgreSQL's second line quotes the row: somebody's address, say, and this is shown and logged.
        words = f"{type_name(error)}: {str(error).partition(chr(10))[0]} ({location(error)})"
    return f"its migrations failed: {words}. Mend or update it, then run `manage.py plugins migrate {slug}`"


def _migration_names(config: AppConfig) -> frozenset[str]:
    module, explicit = MigrationLoader.migrations_module(config.label)
    if explicit or module is None:
        return frozenset()
    folder = Path(config.path) / "migrations"
    return frozenset(path.stem for path in folder.glob("*.py") if path.name[0] not in "_~")


def _has_tables(config: AppConfig) -> bool:
    return any(model._meta.managed and not model._meta.proxy for model in config.get_models())
