"""`plugins migrate` and `plugins remove`, and what is left out when a process starts."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from consultations.activation import starting
from consultations.management.plugin_actions import migrating
from consultations.models import PluginAudit, PluginEnablement, PluginPermission
from plugins.kernel.migrating import Failed
from plugins.kernel.models import PluginTable
from plugins.kernel.registry import registry
from tests.factories.record import ConsultationFactory, InstitutionFactory


@pytest.fixture
def process():
    """What is quarantined now is back after the test."""
    with registry.using(registry._discovery):
        yield registry


def reasons(process):
    return {entry.slug: entry.reason for entry in process.quarantined}


@pytest.mark.django_db
def test_process_starts_with_every_plugin_that_is_migrated(process):
    loaded = process.plugins
    starting.quarantine_unready()
    assert process.plugins == loaded


@pytest.mark.django_db
def test_process_leaves_out_a_plugin_whose_migrations_are_not_applied(process):
    MigrationRecorder(connection).migration_qs.filter(app="threads", name="0001_thread_entries").delete()
    starting.quarantine_unready()
    assert reasons(process)["threads"] == (
        "its migrations are not applied (0001_thread_entries): run `manage.py plugins migrate threads`"
    )
    assert process.is_loaded("moderation")


@pytest.mark.django_db
def test_process_leaves_out_a_plugin_whose_pages_would_hide_an_institutions(process):
    InstitutionFactory(slug="search")
    starting.quarantine_unready()
    assert reasons(process)["submission_search"] == (
        "site.urls: the prefix 'search' is the address of an institution: set another in its options"
    )


@pytest.mark.django_db
def test_process_starts_with_everything_while_the_database_is_down(process, monkeypatch):
    def refuse():
        raise DatabaseError("no answer")

    monkeypatch.setattr(starting, "unapplied", refuse)
    starting.quarantine_unready()
    assert reasons(process) == {}


@pytest.mark.django_db
def test_migrate_of_what_is_migrated_says_so(capsys):
    call_command("plugins", "migrate")
    assert capsys.readouterr().out == "Every plugin is migrated.\n"
    call_command("plugins", "migrate", "threads")
    assert capsys.readouterr().out == "threads: up to date.\n"


@pytest.mark.django_db
def test_migrate_ends_with_one_where_a_plugin_fails(capsys, monkeypatch):
    monkeypatch.setattr(migrating, "migrate_plugins", lambda *args, **options: [Failed("threads", "it broke")])
    with pytest.raises(CommandError, match="Not migrated: threads"):
        call_command("plugins", "migrate", no_color=True)
    assert capsys.readouterr().err == "threads: it broke\n"


@pytest.mark.django_db
def test_migrate_refuses_an_unknown_plugin():
    with pytest.raises(CommandError, match="thraeds: not installed"):
        call_command("plugins", "migrate", "thraeds")


@pytest.fixture
def gone(transactional_db):
    """A plugin whose package is gone: a table with a row, and what was decided about it."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE gone_poll (id integer, question varchar(50))")
        cursor.execute("INSERT INTO gone_poll VALUES (1, 'Bench?')")
    PluginTable.objects.create(plugin="gone", app_label="gone", table="gone_poll")
    consultation = ConsultationFactory()
    PluginPermission.objects.create(institution=consultation.institution, plugin="gone", permitted=True)
    PluginEnablement.objects.create(consultation=consultation, plugin="gone", enabled=True)
    PluginAudit.objects.create(institution=consultation.institution, plugin="gone", action="permit")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS gone_poll")


def test_remove_of_a_plugin_that_is_gone_exports_drops_and_forgets(gone, tmp_path, capsys):
    file = tmp_path / "gone.jsonl"
    call_command("plugins", "remove", "gone", "--export", str(file), "--yes", no_color=True)
    assert capsys.readouterr().out.splitlines() == [
        "gone_poll: 1 rows",
        "gone: 1 tables, 1 rows, 2 decisions about it",
        f"1 rows are in {file}",
        "gone is removed from the database.",
    ]
    head, row = map(json.loads, file.read_text().splitlines())
    assert (head["plugin"], head["tables"]) == ("gone", {"gone_poll": 1})
    assert row == {"table": "gone_poll", "row": {"id": 1, "question": "Bench?"}}
    assert "gone_poll" not in connection.introspection.table_names()
    assert (PluginPermission.objects.count(), PluginEnablement.objects.count()) == (0, 0)
    assert PluginAudit.objects.count() == 1, "who decided what stays known"
    with pytest.raises(CommandError, match="There is nothing of a plugin 'gone' here"):
        call_command("plugins", "remove", "gone", "--yes")


def test_remove_never_writes_over_a_file(gone, tmp_path):
    file = tmp_path / "gone.jsonl"
    file.write_text("mine")
    with pytest.raises(CommandError, match="exists already"):
        call_command("plugins", "remove", "gone", "--export", str(file), "--yes")
    assert file.read_text() == "mine"
    assert "gone_poll" in connection.introspection.table_names()
    assert PluginPermission.objects.count() == 1


def test_remove_asks_first_where_somebody_can_answer(gone, monkeypatch, tmp_path):
    with pytest.raises(CommandError, match="say --yes"):
        call_command("plugins", "remove", "gone")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: "no")
    with pytest.raises(CommandError, match="Nothing was removed"):
        call_command("plugins", "remove", "gone")
    assert "gone_poll" in connection.introspection.table_names()
