"""Are the plugin's migrations complete, and can they be undone?"""

from io import StringIO

from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.loader import MigrationLoader

from plugins.kernel.registry import registry
from plugins.testing.conformance.manifest import app_label


def migration_objections(slug: str) -> list[str]:
    """Operations that cannot be undone, and models that are not as the migrations make them.

    Nothing is migrated: what is said here is known from the migrations themselves.
    """
    label = app_label(registry.plugin(slug).manifest)
    loader = MigrationLoader(connection)
    found = [
        f"{label}.{name}: {type(operation).__name__} cannot be undone"
        for (app, name), migration in sorted(loader.disk_migrations.items())
        if app == label
        for operation in migration.operations
        if not operation.reversible
    ]
    has_models = any(apps.get_app_config(label).get_models())
    if has_models and label not in loader.migrated_apps:
        found.append(f"{label} has models and no migrations")
    return found + _unmade(label)


def _unmade(label: str) -> list[str]:
    written = StringIO()
    try:
        call_command(
            "makemigrations", label, check=True, dry_run=True, stdout=written, stderr=written, verbosity=1
        )
    except SystemExit:
        return [f"{label}: makemigrations finds changes: {' '.join(written.getvalue().split())}"]
    except CommandError as error:
        return [f"{label}: {error}"]
    return []


def undone_and_done(slug: str) -> list[str]:
    """What is wrong after migrating the plugin to nothing and back, in the database of the tests.

    Not to be called in a transaction: SQLite changes no table in one.
    """
    label = app_label(registry.plugin(slug).manifest)
    if label not in MigrationLoader(connection).migrated_apps:
        return []
    before = tables(label)
    found = []
    try:
        call_command("migrate", label, "zero", verbosity=0)
        left = before & set(connection.introspection.table_names())
        found = [f"{label}: migrating to zero leaves the table {name}" for name in sorted(left)]
    except IrreversibleError as error:
        found = [f"{label}: {error}"]
    finally:
        call_command("migrate", label, verbosity=0)
    missing = before - set(connection.introspection.table_names())
    return found + [f"{label}: migrating again does not make the table {name}" for name in sorted(missing)]


def tables(label: str) -> set[str]:
    """The tables of an app's models."""
    return {model._meta.db_table for model in apps.get_app_config(label).get_models(include_auto_created=True)}
