"""The site starts without a plugin that cannot be read, imported or migrated, and says why."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

UNREAD = {
    "manifest": "its manifest cannot be read: RuntimeError: told to fail when its manifest is read",
    "types": "version",
    "api": "it requires plugin API >=99",
    "app": "its app 'kuvend_broken_nowhere' does not exist",
}
"""Known before Django starts."""
REASONS = {
    "exit": "its manifest cannot be read: SystemExit",
    "point": "there is no extension point 'consultation.haeder', did you mean 'consultation.header'?",
    "handler": "kuvend_broken.nowhere",
    "models": "a_library_that_nobody_has",
    "ready": "told to fail when ready",
}
DISCOVER = """
from plugins.kernel.discovery import discover
found = discover()
print(*(one.slug for one in found.plugins))
for one in found.quarantined:
    print(one.slug, one.reason)
"""
START = """
import django
django.setup()
from django.test import Client
print("health", Client().get("/healthz").status_code)
from plugins.kernel.registry import registry
for one in registry.quarantined:
    print(one.slug, one.reason)
"""


def run(*arguments, broken="", **environment):
    """Run Python with broken told how to fail when it starts."""
    return subprocess.run(
        [sys.executable, *arguments],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "KUVEND_BROKEN": broken,
            "LOG_LEVEL": "CRITICAL",
            **environment,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        cwd=Path(__file__).parents[1],
    )


@pytest.mark.parametrize("broken", sorted(UNREAD))
def test_others_are_found_without_it(broken):
    loaded, _line, rest = run("-c", DISCOVER, broken=broken).stdout.partition("\n")
    assert {"moderation", "threads"} <= set(loaded.split())
    assert "broken" not in loaded.split()
    assert UNREAD[broken] in rest


@pytest.mark.parametrize("broken", sorted(REASONS))
def test_site_starts_without_it_and_says_why(broken):
    started = run("-c", START, broken=broken).stdout
    assert "health 200" in started
    assert REASONS[broken] in started


def test_strict_check_fails_where_it_is_in_quarantine():
    done = run("-m", "django", "plugins", "check", "--strict", broken="handler")
    assert done.returncode != 0
    assert "kuvend_broken.nowhere" in done.stdout


UNDONE = """
import django
django.setup()
from django.core.management import call_command
for app in ("broken", "threads"):
    call_command("migrate", app, "zero", verbosity=0)
"""


@pytest.mark.parametrize("command", [("plugins", "migrate"), ("migrate",)])
@pytest.mark.django_db(transaction=True)
def test_migration_that_fails_leaves_the_others_migrated(tmp_path, command):
    if connection.vendor != "sqlite":
        pytest.skip("copies the tests' database, which is a file in SQLite only")
    shutil.copy(connection.settings_dict["NAME"], tmp_path / "copy.database")
    database = {"DATABASE_URL": f"sqlite:///{tmp_path}/copy.database"}
    assert run("-c", UNDONE, **database).stdout == ""
    done = run("-m", "django", *command, broken="migration", **database)
    assert done.returncode != 0
    assert "told to fail when migrated" in done.stdout
    assert "Not migrated: broken." in done.stdout
    assert "threads: " in done.stdout
    listed = run("-m", "django", "showmigrations", "threads", "broken", **database).stdout
    assert "[X] 0001_thread_entries" in listed
    assert "[ ] 0002_told_to_fail" in listed
    assert run("-m", "django", "plugins", "migrate", "broken", **database).returncode == 0
