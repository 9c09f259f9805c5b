"""Taking a plugin's own tables out of the database: exported first, with or without its code."""

import base64
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog
from django.apps import apps
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from plugins.kernel import leavings
from plugins.kernel.guarded import GuardedAppConfig
from plugins.kernel.locating import described
from plugins.kernel.migrating import without_migrations_of
from plugins.kernel.models import PluginDelivery, PluginFailure, PluginTable, PluginTiming
from plugins.kernel.registry import registry

logger = structlog.get_logger(__name__)

ROWS_AT_ONCE = 1000


class TablesChanged(Exception):
    """Somebody wrote into the plugin's tables after they were exported. Nothing was dropped."""


@dataclass(frozen=True)
class Belongings:
    """What a plugin has in the database: its app labels, and its tables with their numbers of rows.

    `elsewhere`: rows of its own that lie in the site's tables, as pages do, by table.
    """

    slug: str
    labels: frozenset[str]
    tables: dict[str, int]
    elsewhere: dict[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """All rows of all its tables."""
        return sum(self.tables.values())


def belongings(slug: str) -> Belongings:
    """The plugin's tables that exist: those noted when it was migrated, and those of its models if it is there."""
    noted = dict(PluginTable.objects.filter(plugin=slug).values_list("table", "app_label"))
    config = _config(slug)
    if config is not None:
        for model in config.get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy:
                noted[model._meta.db_table] = config.label
    others = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - {
        model._meta.db_table for model in (config.get_models(include_auto_created=True) if config else ())
    }
    existing = set(connection.introspection.table_names()) - others
    tables = {table: _count(table) for table in noted if table in existing}
    labels = frozenset(noted.values()) | ({config.label} if config is not None else set())
    return Belongings(slug, labels, tables, leavings.count(labels))


def export(found: Belongings, file: Path) -> int:
    """Write every row of the plugin's tables, and what it has elsewhere, into a new file; how many rows.

    The file has JSON lines: the first describes the export, the others are
    `{"table": …, "row": {column: value}}`. Values are as the database holds them; binary ones are base64. Only
    the owner of the file may read it: it may hold personal data. FileExistsError where there is such a file.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists():
        raise FileExistsError(f"{file} exists already")
    part = file.with_name(file.name + ".part")
    written = 0
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        counted = {"tables": found.tables, "elsewhere": found.elsewhere}
        stream.write(_json({"plugin": found.slug, "exported_at": timezone.now(), **counted}))
        for table, row in _everything(found):
            stream.write(_json({"table": table, "row": row}))
            written += 1
        stream.flush()
        os.fsync(stream.fileno())
    part.rename(file)
    return written


def drop(found: Belongings) -> None:
    """Drop the plugin's tables: by its own migrations if they are there and can, else by their names.

    What it has elsewhere goes first while its models are there to say what hangs on it, else once its tables
    are gone, which would hold on to it.

    `TablesChanged` if they do not have the rows they had when `found` was looked up. Not in a transaction.
    """
    for table, count in found.tables.items():
        if _count(table) != count:
            raise TablesChanged(f"{table} was written to meanwhile. Stop the site, or forbid the plugin, first.")
    if leavings.count(found.labels) != found.elsewhere:
        raise TablesChanged("Pages of it were written meanwhile. Stop the site, or forbid the plugin, first.")
    if _config(found.slug) is not None and registry.is_loaded(found.slug):
        leavings.remove(found.labels)
    for label in found.labels:
        _migrate_to_zero(label)
    existing = set(connection.introspection.table_names())
    _drop_tables([table for table in found.tables if table in existing])
    for label in found.labels:
        MigrationRecorder(connection).migration_qs.filter(app=label).delete()
    leavings.remove(found.labels)


def forget(slug: str) -> None:
    """Delete what the kernel knows of the plugin: failures, timings, waiting calls, names of tables."""
    for model in (PluginFailure, PluginTiming, PluginDelivery, PluginTable):
        model._default_manager.filter(plugin=slug).delete()


def known(slug: str) -> bool:
    """Whether the kernel has anything of the plugin."""
    models = (PluginFailure, PluginTiming, PluginDelivery, PluginTable)
    return any(model._default_manager.filter(plugin=slug).exists() for model in models)


def _config(slug: str) -> GuardedAppConfig | None:
    for config in apps.get_app_configs():
        if isinstance(config, GuardedAppConfig) and config.plugin_slug == slug:
            return config
    return None


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - quoted
        counted: int = cursor.fetchone()[0]
    return counted


def _everything(found: Belongings) -> Iterator[tuple[str, dict[str, Any]]]:
    for table in found.tables:
        for row in _rows(table):
            yield table, row
    yield from leavings.rows(found.labels)


def _rows(table: str) -> Iterator[dict[str, Any]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - quoted
        rows = cursor.fetchmany(ROWS_AT_ONCE)
        columns = [column[0] for column in cursor.description]
        while rows:
            for row in rows:
                yield dict(zip(columns, row, strict=True))
            rows = cursor.fetchmany(ROWS_AT_ONCE)


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        if isinstance(o, bytes | bytearray | memoryview):
            return {"base64": base64.b64encode(bytes(o)).decode()}
        try:
            return super().default(o)
        except TypeError:
            return str(o)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, cls=_Encoder, ensure_ascii=False) + "\n"


def _migrate_to_zero(label: str) -> None:
    """Undo the app's migrations, as far as they can be undone."""
    plugins = {config.label for config in apps.get_app_configs() if isinstance(config, GuardedAppConfig)}
    if label not in plugins:
        return
    with without_migrations_of(plugins - {label}):
        try:
            if label in MigrationLoader(connection).migrated_apps:
                call_command("migrate", label, "zero", interactive=False, verbosity=0)
        except Exception as error:
            logger.warning("plugin_migrations_not_undone", app=label, error=described(error))


def _drop_tables(tables: list[str]) -> None:
    if not tables:
        return
    quoted = [connection.ops.quote_name(table) for table in tables]
    with connection.schema_editor() as editor:
        if connection.vendor == "postgresql":
            editor.execute(f"DROP TABLE {', '.join(quoted)} CASCADE")
        else:
            for table in quoted:
                editor.execute(f"DROP TABLE {table}")
