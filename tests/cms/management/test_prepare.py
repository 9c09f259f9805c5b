"""`manage.py prepare` does what is not done yet, once."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError

from cms.management.commands import prepare, wait
from consultations.models import Institution


@pytest.fixture
def static_root(settings, tmp_path):
    """A small site: one static file, and a folder to collect it into."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "one.css").write_text("a{}")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = str(tmp_path / "collected")
    return Path(settings.STATIC_ROOT)


@pytest.fixture
def demo_calls(monkeypatch):
    """Counts the demo's loads instead of loading it."""
    calls = []
    original = prepare.call_command

    def note(name, *args, **options):
        if name == "demo":
            calls.append(name)
            Institution.objects.create(slug="demo", name={"en": "Demo"}, languages=["en"], jurisdiction="XK")
        else:
            original(name, *args, **options)

    monkeypatch.setattr(prepare, "call_command", note)
    return calls


@pytest.mark.django_db
def test_prepare_collects_static_files_and_loads_the_demo(static_root, demo_calls):
    call_command("prepare")
    assert (static_root / "one.css").read_text() == "a{}"
    assert demo_calls == ["demo"]


@pytest.mark.django_db
def test_prepare_again_changes_nothing(static_root, demo_calls):
    call_command("prepare")
    (static_root / "one.css").write_text("kept")
    call_command("prepare")
    assert (static_root / "one.css").read_text() == "kept"
    assert demo_calls == ["demo"]


@pytest.mark.django_db
def test_prepare_collects_again_after_a_change(static_root, demo_calls, settings):
    call_command("prepare")
    (Path(settings.STATICFILES_DIRS[0]) / "one.css").write_text("a{color:red}")
    call_command("prepare")
    assert (static_root / "one.css").read_text() == "a{color:red}"


@pytest.mark.django_db
def test_prepare_without_demo_leaves_the_database_empty(static_root, demo_calls, monkeypatch):
    monkeypatch.setenv("KUVEND_DEMO", "0")
    call_command("prepare")
    assert (demo_calls, Institution.objects.count()) == ([], 0)


@pytest.mark.django_db
def test_prepare_names_the_log_ins_of_a_demo_that_is_there(static_root, capsys):
    Institution.objects.create(slug="jegunovce", name={"mk": "Јегуновце"}, languages=["mk"], jurisdiction="MK")
    call_command("prepare")
    assert "moderator.jegunovce@example.org" in capsys.readouterr().out


@pytest.mark.django_db
def test_prepare_names_no_log_ins_where_there_is_no_demo(static_root, capsys):
    Institution.objects.create(slug="elsewhere", name={"en": "Elsewhere"}, languages=["en"], jurisdiction="XK")
    call_command("prepare")
    assert "example.org" not in capsys.readouterr().out


@pytest.mark.django_db
def test_wait_ends_when_the_database_answers():
    call_command("wait", timeout=0)


def test_wait_names_the_database_that_does_not_answer(monkeypatch):
    class Silent:
        def cursor(self):
            raise OperationalError

        def close(self):
            """Nothing was open."""

    monkeypatch.setattr(wait, "connections", {"default": Silent()})
    with pytest.raises(wait.CommandError, match=r"The database 'default' did not answer in 0 s\."):
        call_command("wait", timeout=0)
