"""Plugins' tables come and go one plugin at a time: each test has a site of its own in another process."""

import json
import os
import sqlite3
import subprocess
import sys

import pytest
from django.db import IntegrityError

from plugins.kernel import migrating

SETTINGS = """
import os
from plugins.kernel.discovery import discover

SECRET_KEY = "only for this test"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["KVTEST_DATABASE"]}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PLUGIN_DISCOVERY = discover(os.environ["KVTEST_ALLOWED"].split())
INSTALLED_APPS = [
    "django.contrib.contenttypes", "plugins.kernel", *PLUGIN_DISCOVERY.installed_apps, "django.contrib.auth",
]
"""
START = "import json, sys, django\ndjango.setup()\nfrom plugins.kernel import migrating, removing\n"
MIGRATE = """
migrating.migrate_core()
said = []
failed = migrating.migrate_plugins(say=said.append)
print(json.dumps({"failed": {entry.slug: entry.reason for entry in failed}, "said": said}))
"""
UNAPPLIED = "print(json.dumps(migrating.unapplied()))\n"
MODEL = """
from django.db import models
class Poll(models.Model):
    question = models.TextField()
    secret = models.BinaryField(default=b"")
"""
MIGRATION = """
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = {dependencies}
    {extra}
    operations = [{operations}]
"""
CREATE = (
    "migrations.CreateModel(name='Poll', fields=[('id', models.BigAutoField(primary_key=True)),"
    " ('question', models.TextField()), ('secret', models.BinaryField(default=b''))])"
)

EXTENDS = """
from django.contrib.contenttypes.models import ContentType
class Poll(ContentType):
    pass
"""
EXTENDING = (
    "migrations.CreateModel(name='Poll', bases=('contenttypes.contenttype',), fields=[('contenttype_ptr',"
    " models.OneToOneField('contenttypes.ContentType', models.CASCADE, parent_link=True, primary_key=True))])"
)


@pytest.fixture
def site(install, tmp_path):
    """Runs Python in a site with the named plugins; returns the JSON it prints last."""
    install.module("kvtest_migrating_settings.py", SETTINGS)
    install.database = tmp_path / "site.sqlite3"

    def run(source, *slugs):
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join([str(install.folder), *filter(None, [os.environ.get("PYTHONPATH")])]),
            "DJANGO_SETTINGS_MODULE": "kvtest_migrating_settings",
            "KVTEST_DATABASE": str(install.database),
            "KVTEST_ALLOWED": " ".join(slugs),
        }
        done = subprocess.run(
            [sys.executable, "-c", START + source], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return run


@pytest.fixture
def plugin(install):
    """Installs a plugin with one model and its migrations: `plugin(slug, operations, extra=…)`."""

    def make(slug, operations=CREATE, *, extra="", dependencies="[]", name="0001_initial"):
        package = install.plugin(slug)
        install.module(f"{package}/models.py", MODEL)
        install.module(
            f"{package}/migrations/{name}.py",
            MIGRATION.format(operations=operations, extra=extra, dependencies=dependencies),
        )
        return package

    return make


def tables(install):
    with sqlite3.connect(install.database) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_each_plugin_is_migrated_and_its_tables_are_noted(install, site, plugin):
    plugin("ant")
    plugin("bee")
    assert site(MIGRATE, "ant", "bee") == {"failed": {}, "said": ["ant: migrated", "bee: migrated"]}
    assert {"kvtest_ant_poll", "kvtest_bee_poll", "auth_user"} <= tables(install)
    with sqlite3.connect(install.database) as connection:
        noted = connection.execute('SELECT plugin, "table" FROM plugin_kernel_plugintable ORDER BY 1').fetchall()
    assert noted == [("ant", "kvtest_ant_poll"), ("bee", "kvtest_bee_poll")]
    assert site(MIGRATE, "ant", "bee") == {"failed": {}, "said": []}
    assert site(UNAPPLIED, "ant", "bee") == {}


@pytest.mark.parametrize(
    ("operations", "more", "reason"),
    [
        (f"{CREATE}, migrations.RunSQL('SELECT nonsense FROM nowhere')", {}, "OperationalError: no such table"),
        (f"{CREATE}, 1 / 0", {}, "ZeroDivisionError: division by zero (kvtest_bad/migrations/0001_initial.py:6"),
        (CREATE, {"dependencies": "[('auth', '0999_nowhere')]"}, "NodeNotFoundError"),
        (
            CREATE,
            {"extra": "run_before = [('auth', '0001_initial')]"},
            "kvtest_bad/migrations/0001_initial.py: `run_before` names auth, which comes first: leave it out",
        ),
        (
            f"{CREATE}, type('Sly', (migrations.RemoveField,), dict(state_forwards=lambda self, label, state: "
            "state.remove_field('auth', 'user', 'email')))('poll', 'secret')",
            {"dependencies": "[('auth', '0001_initial')]"},
            "kvtest_bad/migrations/0001_initial.py:6 changes auth.user, which is not the plugin's: "
            "keep to models of its own",
        ),
        (
            CREATE,
            {"extra": "def __init__(self, name, label): super().__init__(name, 'auth')"},
            "works on the app 'auth', not its own",
        ),
    ],
)
def test_failing_plugin_is_reported_and_leaves_the_others_migrated(
    install, site, plugin, operations, more, reason
):
    plugin("ant")
    plugin("bad", operations, **more)
    plugin("cat")
    result = site(MIGRATE, "ant", "bad", "cat")
    assert result["said"] == ["ant: migrated", "cat: migrated"]
    assert list(result["failed"]) == ["bad"]
    assert reason in result["failed"]["bad"]
    assert result["failed"]["bad"].startswith("its migrations failed: ")
    assert result["failed"]["bad"].endswith("then run `manage.py plugins migrate bad`")
    assert {"kvtest_ant_poll", "kvtest_cat_poll"} <= tables(install)
    assert "kvtest_bad_poll" not in tables(install)
    assert site(UNAPPLIED, "ant", "bad", "cat") == {
        "bad": "its migrations are not applied (0001_initial): run `manage.py plugins migrate bad`"
    }


PLAIN = """
import io
from django.core.management import CommandError, call_command
said, failed = io.StringIO(), ""
try:
    call_command("migrate", stdout=said, stderr=said, no_color=True)
except CommandError as error:
    failed = str(error)
print(json.dumps({"failed": failed, "said": said.getvalue()}))
"""


def test_plain_migrate_leaves_core_and_the_others_migrated_and_names_who_failed(install, site, plugin):
    plugin("ant")
    plugin("bad", f"{CREATE}, 1 / 0")
    plugin("cat")
    result = site(PLAIN, "ant", "bad", "cat")
    assert result["failed"] == "Not migrated: bad. The site's own tables and the other plugins' are."
    assert "Plugin bad is not migrated: its migrations failed: ZeroDivisionError" in result["said"]
    assert "kvtest_bad/migrations/0001_initial.py:6" in result["said"]
    assert {"auth_user", "kvtest_ant_poll", "kvtest_cat_poll"} <= tables(install)
    plugin("bad")
    assert site(PLAIN, "ant", "bad", "cat")["failed"] == ""
    assert "kvtest_bad_poll" in tables(install)
    assert "No migrations to apply" in site(PLAIN, "ant", "bad", "cat")["said"]


def test_plain_migrate_does_what_djangos_does_where_nobody_fails(install, site, plugin):
    plugin("ant")
    assert site(PLAIN, "ant")["failed"] == ""
    assert {"auth_user", "django_content_type", "kvtest_ant_poll"} <= tables(install)


REACHING = [
    (
        f"{CREATE}, migrations.RunSQL('UPDATE \"auth_user\" SET is_superuser = true')",
        "kvtest_bad/migrations/0001_initial.py:6: its SQL names the table auth_user",
    ),
    (
        f"{CREATE}, migrations.RunSQL(['SELECT 1', ('DELETE FROM Auth_Group WHERE id = %s', [1])])",
        "kvtest_bad/migrations/0001_initial.py:6: its SQL names the table auth_group",
    ),
    (
        f"{CREATE}, migrations.RunPython(lambda apps, editor: editor.execute('DROP TABLE django_migrations'))",
        "kvtest_bad/migrations/0001_initial.py:6: its SQL names the table django_migrations",
    ),
    (
        f"{CREATE}, migrations.RunPython(lambda apps, editor: apps.get_model('auth', 'User').objects.all())",
        "kvtest_bad/migrations/0001_initial.py:6: its Python asks for the models of auth",
    ),
    (
        f"{CREATE}, migrations.RunPython(lambda apps, editor: apps.get_model('auth.User').objects.all().delete())",
        "kvtest_bad/migrations/0001_initial.py:6: its Python asks for the models of auth",
    ),
    (
        f"{CREATE},\n    type('Sly', (migrations.RemoveField,), dict(state_forwards=lambda self, label, state: "
        "state.remove_field('auth', 'user', 'email')))('poll', 'secret')",
        "kvtest_bad/migrations/0001_initial.py:7 changes auth.user",
    ),
]
OBJECTIONS = """
print(json.dumps([[entry.slug, entry.reason] for entry in migrating.migration_objections()]))
"""


@pytest.mark.parametrize(("operations", "reason"), REACHING)
def test_migration_that_reaches_for_what_is_not_its_own_is_refused_with_file_and_line(
    install, site, plugin, operations, reason
):
    plugin("ant")
    plugin("bad", operations, dependencies="[('auth', '0001_initial')]")
    [[slug, told]] = site(OBJECTIONS, "ant", "bad")
    assert (slug, told.startswith(reason)) == ("bad", True), told
    assert "keep to models of its own" in told
    result = site(MIGRATE, "ant", "bad")
    assert reason in result["failed"]["bad"]
    assert result["said"] == ["ant: migrated"]


def test_migration_may_do_what_it_likes_with_tables_of_its_own(install, site, plugin):
    own = (
        f"{CREATE}, migrations.RunSQL('UPDATE kvtest_ant_poll SET question = 1', migrations.RunSQL.noop), "
        "migrations.RunPython(lambda apps, editor: apps.get_model('kvtest_ant', 'Poll').objects.count())"
    )
    plugin("ant", own)
    assert site(OBJECTIONS, "ant") == []
    assert site(MIGRATE, "ant")["failed"] == {}


def test_two_last_migrations_of_a_plugin_are_refused(install, site, plugin):
    plugin("bad")
    install.module(
        "kvtest_bad/migrations/0001_other.py", MIGRATION.format(operations="", extra="", dependencies="[]")
    )
    assert "0001_initial and 0001_other both come last" in site(MIGRATE, "bad")["failed"]["bad"]


def test_models_without_migrations_are_noticed(install, site, plugin):
    plugin("ant")
    install.plugin("bare")
    install.module("kvtest_bare/models.py", MODEL)
    site(MIGRATE, "ant", "bare")
    assert site(UNAPPLIED, "ant", "bare") == {
        "bare": "its models have no migrations: run `manage.py makemigrations kvtest_bare`"
    }


def test_mended_plugin_is_migrated_at_the_next_try(install, site, plugin):
    plugin("bad", f"{CREATE}, 1 / 0")
    assert list(site(MIGRATE, "bad")["failed"]) == ["bad"]
    plugin("bad")
    assert site(MIGRATE, "bad") == {"failed": {}, "said": ["bad: migrated"]}


def test_core_is_migrated_whatever_plugins_bring(install, site, plugin):
    plugin("bad", "1 / 0")
    assert site("migrating.migrate_core()\nprint(json.dumps(migrating.core_is_migrated()))", "bad") is True


def test_plugin_whose_model_extends_one_of_the_core_is_migrated_into_an_empty_database(install, site, plugin):
    plugin("bee", EXTENDING, dependencies="[('contenttypes', '0002_remove_content_type_name')]")
    install.module("kvtest_bee/models.py", EXTENDS)
    assert site(MIGRATE, "bee") == {"failed": {}, "said": ["bee: migrated"]}


FILL = """
from kvtest_ant.models import Poll
Poll.objects.create(question="Bench?", secret=b"\\x00\\xff")
Poll.objects.create(question="Тоалет?")
print(json.dumps(Poll.objects.count()))
"""
REMOVE = """
from pathlib import Path
found = removing.belongings("ant")
file = Path(__import__("os").environ["KVTEST_DATABASE"]).with_name("ant.jsonl")
written = removing.export(found, file)
removing.drop(found)
removing.forget("ant")
print(json.dumps({"tables": found.tables, "written": written, "left": removing.belongings("ant").tables,
    "known": removing.known("ant"), "lines": [json.loads(line) for line in file.read_text().splitlines()][1:],
    "mode": oct(file.stat().st_mode & 0o777)}))
"""


@pytest.mark.parametrize("package_is_there", [True, False])
def test_removed_plugin_is_exported_and_dropped_with_or_without_its_package(
    install, site, plugin, package_is_there
):
    plugin("ant")
    plugin("bee")
    site(MIGRATE, "ant", "bee")
    site(FILL, "ant", "bee")
    before = tables(install)
    result = site(REMOVE, *(["ant", "bee"] if package_is_there else ["bee"]))
    assert result["tables"] == {"kvtest_ant_poll": 2}
    assert (result["written"], result["left"], result["known"]) == (2, {}, False)
    assert [line["row"]["question"] for line in result["lines"]] == ["Bench?", "Тоалет?"]
    assert result["lines"][0] == {
        "table": "kvtest_ant_poll",
        "row": {"id": 1, "question": "Bench?", "secret": {"base64": "AP8="}},
    }
    assert result["mode"] == "0o600"
    assert before - tables(install) == {"kvtest_ant_poll"}
    with sqlite3.connect(install.database) as connection:
        applied = {app for (app,) in connection.execute("SELECT app FROM django_migrations")}
    assert "kvtest_ant" not in applied
    assert "kvtest_bee" in applied


def test_plugin_whose_migrations_cannot_be_undone_is_dropped_all_the_same(install, site, plugin):
    plugin("ant", f"{CREATE}, migrations.RunSQL('SELECT 1')")
    site(MIGRATE, "ant")
    site(FILL, "ant")
    assert site(REMOVE, "ant")["left"] == {}
    assert "kvtest_ant_poll" not in tables(install)


def test_nothing_is_dropped_when_rows_came_after_the_export(install, site, plugin):
    plugin("ant")
    site(MIGRATE, "ant")
    late = """
from kvtest_ant.models import Poll
found = removing.belongings("ant")
Poll.objects.create(question="Late")
try:
    removing.drop(found)
except removing.TablesChanged as error:
    print(json.dumps(str(error)))
"""
    assert site(late, "ant").startswith("kvtest_ant_poll was written to meanwhile")
    assert "kvtest_ant_poll" in tables(install)


def test_reason_of_a_failed_migration_quotes_no_row():
    error = IntegrityError(
        'duplicate key value violates unique constraint "once"\nDETAIL: Key (email)=(ana@example.org) exists.'
    )
    reason = migrating._reason(error, "polls")
    assert reason.startswith("its migrations failed: django.db.utils.IntegrityError: duplicate key value violates")
    assert "ana@example.org" not in reason
