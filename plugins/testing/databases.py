"""Test databases copied from one that was migrated once, instead of migrated in every process.

The template's name says which migrations it holds: another migration, or another release of a library that
brings some, makes another. SQLite's is a file in the system's temporary folder; PostgreSQL's is a database on
the server that the tests use, and goes with it.

Where there are plugins, their tables are added to a copy of the platform's template, as on a site that a
plugin comes to: what takes most of a minute is done once for all sets of plugins that are tested.
"""

import contextlib
import fcntl
import functools
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import MethodType
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

FOLDER = Path(tempfile.gettempdir()) / f"kuvend-test-templates-{os.getuid()}"
MEMORY = Path("/dev/shm")  # noqa: S108 - a file there is quicker; it lies in a folder of its own
KEPT = 12
"""How many templates stay in the folder: the platform's, and those of the last sets of plugins tested."""
MIGRATE = """
import gc
from django.core.management import execute_from_command_line
gc.disable()  # it would look through some ten thousand models again and again
execute_from_command_line(["django", "migrate", "--verbosity", "0"])
"""


def use_template() -> None:
    """Let Django's test runner start from the template; what it migrates then is nothing."""
    with _locked():
        if connection.vendor == "sqlite":
            _copy_file(_sqlite_template(plugins=_there_are_plugins()))
        elif connection.vendor == "postgresql":
            name = _postgresql_template(plugins=_there_are_plugins())
            connection.settings_dict["TEST"]["TEMPLATE"] = name


def make_template() -> None:
    """Make what `use_template` copies, where it is not there yet: it takes longer than a test may."""
    with _locked():
        if connection.vendor == "sqlite":
            _sqlite_template(plugins=_there_are_plugins())
        elif connection.vendor == "postgresql":
            _postgresql_template(plugins=_there_are_plugins())


@functools.cache
def fingerprint(*, plugins: bool) -> str:
    """What the template holds: every migration by name and text, and the apps installed; with plugins' or not."""
    left_out = () if plugins else settings.PLUGIN_DISCOVERY.plugins
    names = [plugin.manifest.app for plugin in left_out]
    labels = {config.label for config in apps.get_app_configs() if config.name in names}
    added = set() if plugins else set(settings.PLUGIN_DISCOVERY.installed_apps)
    installed = [str(app) for app in settings.INSTALLED_APPS if app not in added]
    digest = hashlib.sha256(" ".join(installed).encode())
    for (app, name), migration in sorted(MigrationLoader(None).disk_migrations.items()):
        if app not in labels:
            source = sys.modules[migration.__module__].__file__
            digest.update(f"{app}.{name}".encode() + Path(str(source)).read_bytes())
    return digest.hexdigest()[:16]


def _there_are_plugins() -> bool:
    return bool(settings.PLUGIN_DISCOVERY.plugins)


@contextlib.contextmanager
def _locked() -> Iterator[None]:
    """One process makes the template, the others wait for it."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(url: str, *, plugins: bool) -> None:
    """Migrate in a process of its own: this one's connections are to another database."""
    subprocess.run(  # noqa: S603 - our own text, in our own interpreter
        [sys.executable, "-c", MIGRATE],
        check=True,
        env={
            **os.environ,
            **({} if plugins else {"KUVEND_PLUGINS": ""}),
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
            "LOG_LEVEL": "ERROR",
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        },
    )


def _sqlite_template(*, plugins: bool) -> Path:
    template = FOLDER / f"{fingerprint(plugins=plugins)}.database"
    if template.exists():
        os.utime(template)
        return template
    unfinished = template.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    if plugins:
        shutil.copy(_sqlite_template(plugins=False), unfinished)
    _migrate(f"sqlite:///{unfinished}", plugins=plugins)
    unfinished.rename(template)
    by_age = sorted(FOLDER.glob("*.database"), key=lambda path: path.stat().st_mtime, reverse=True)
    for stale in by_age[KEPT:]:
        stale.unlink()
    return template


def _copy_file(template: Path) -> None:
    folder = Path(tempfile.mkdtemp(prefix="kuvend-test-database-", dir=MEMORY if MEMORY.is_dir() else None))
    # At once, while nobody else can find that the template is stale.
    name = Path(shutil.copy(template, folder / "test.database"))
    connection.settings_dict["TEST"]["NAME"] = str(name)

    def create(self: Any, verbosity: int, autoclobber: bool, keepdb: bool = False) -> str:
        return str(name)

    def destroy(self: Any, test_database_name: str, verbosity: int) -> None:
        shutil.rmtree(folder)

    creation: Any = connection.creation
    creation._create_test_db = MethodType(create, creation)
    creation._destroy_test_db = MethodType(destroy, creation)


def _postgresql_template(*, plugins: bool) -> str:
    name = f"kuvend_template_{fingerprint(plugins=plugins)}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return name
        beginning = _postgresql_template(plugins=False) if plugins else "template1"
        cursor.execute(f'CREATE DATABASE "{name}_unfinished" TEMPLATE "{beginning}"')
        _migrate(_url_of(f"{name}_unfinished"), plugins=plugins)
        cursor.execute(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')
    return name


def _url_of(database: str) -> str:
    """The server's DATABASE_URL with another database in its path."""
    head, _question, query = os.environ["DATABASE_URL"].partition("?")
    return head[: head.rindex("/") + 1] + database + (f"?{query}" if query else "")
