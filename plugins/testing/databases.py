"""Test databases copied from one that was migrated once, instead of migrated in every process.

The template's name says which migrations it holds: another migration, or another release of a library that
brings some, makes another. SQLite's is a file in the system's temporary folder; PostgreSQL's is a database on
the server that the tests use, and goes with it.
"""

import contextlib
import fcntl
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

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

FOLDER = Path(tempfile.gettempdir()) / f"kuvend-test-templates-{os.getuid()}"
MEMORY = Path("/dev/shm")  # noqa: S108 - a file there is quicker; it lies in a folder of its own
KEPT = 6
"""How many templates stay in the folder: the house's own, and those of the last plugins that were tested."""


def use_template() -> None:
    """Let Django's test runner start from the template; what it migrates then is nothing."""
    with _locked():
        if connection.vendor == "sqlite":
            _copy_file(_sqlite_template())
        elif connection.vendor == "postgresql":
            connection.settings_dict["TEST"]["TEMPLATE"] = _postgresql_template()


def fingerprint() -> str:
    """What the template holds: every migration by name and text, and the apps installed."""
    digest = hashlib.sha256(" ".join(map(str, settings.INSTALLED_APPS)).encode())
    for (app, name), migration in sorted(MigrationLoader(None).disk_migrations.items()):
        source = sys.modules[migration.__module__].__file__
        digest.update(f"{app}.{name}".encode() + Path(str(source)).read_bytes())
    return digest.hexdigest()[:16]


@contextlib.contextmanager
def _locked() -> Iterator[None]:
    """One process makes the template, the others wait for it."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(url: str) -> None:
    """Migrate in a process of its own: this one's connections are to another database."""
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        check=True,
        env={
            **os.environ,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
            "LOG_LEVEL": "ERROR",
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        },
    )


def _sqlite_template() -> Path:
    template = FOLDER / f"{fingerprint()}.database"
    if template.exists():
        os.utime(template)
        return template
    by_age = sorted(FOLDER.glob("*.database"), key=lambda path: path.stat().st_mtime, reverse=True)
    for stale in by_age[KEPT - 1 :]:
        stale.unlink()
    unfinished = template.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    _migrate(f"sqlite:///{unfinished}")
    unfinished.rename(template)
    return template


def _copy_file(template: Path) -> None:
    folder = Path(tempfile.mkdtemp(prefix="kuvend-test-database-", dir=MEMORY if MEMORY.is_dir() else None))
    name = folder / "test.database"
    connection.settings_dict["TEST"]["NAME"] = str(name)

    def create(self: Any, verbosity: int, autoclobber: bool, keepdb: bool = False) -> str:
        shutil.copy(template, name)
        return str(name)

    def destroy(self: Any, test_database_name: str, verbosity: int) -> None:
        shutil.rmtree(folder)

    creation: Any = connection.creation
    creation._create_test_db = MethodType(create, creation)
    creation._destroy_test_db = MethodType(destroy, creation)


def _postgresql_template() -> str:
    name = f"kuvend_template_{fingerprint()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return name
        cursor.execute(f'CREATE DATABASE "{name}_unfinished"')
        _migrate(_url_of(f"{name}_unfinished"))
        cursor.execute(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')
    return name


def _url_of(database: str) -> str:
    """The server's DATABASE_URL with another database in its path."""
    head, _question, query = os.environ["DATABASE_URL"].partition("?")
    return head[: head.rindex("/") + 1] + database + (f"?{query}" if query else "")
