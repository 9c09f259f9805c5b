"""`plugins new`: a whole package or nothing, and a refusal that says what to do instead."""

import ast
import re

import pytest
from django.core.management import CommandError, call_command

from consultations.management import skeletons
from consultations.management.skeletons import SkeletonRefused, write_plugin


def new(name, folder):
    """The command, as it is typed."""
    call_command("plugins", "new", name, "--directory", str(folder))


def test_new_plugin_is_a_package_under_its_name(tmp_path, capsys):
    new("bike_lanes", tmp_path)
    written = tmp_path / "bike_lanes"
    files = {str(path.relative_to(written)) for path in written.rglob("*") if path.is_file()}
    assert {
        "pyproject.toml",
        "README.md",
        ".gitignore",
        "kuvend_bike_lanes/__init__.py",
        "kuvend_bike_lanes/manifest.py",
        "kuvend_bike_lanes/migrations/0001_entries.py",
        "kuvend_bike_lanes/templates/kuvend_bike_lanes/slot.html",
        "kuvend_bike_lanes/locale/sr_Latn/LC_MESSAGES/django.po",
        "tests/test_bike_lanes.py",
        "tests/test_conformance.py",
    } <= files
    assert 'name = "kuvend-bike-lanes"' in (written / "pyproject.toml").read_text()
    assert 'name={"en": "Bike lanes"' in (written / "kuvend_bike_lanes" / "manifest.py").read_text()
    assert f"cd {written}" in capsys.readouterr().out


def test_new_plugin_has_nothing_left_of_the_skeleton(tmp_path):
    written = write_plugin("bikes", tmp_path, taken=())
    for path in written.rglob("*"):
        text = path.name + (path.read_text() if path.is_file() else "")
        assert not re.search(r"plugname|plugdash|plugtitle|-tpl", text, re.IGNORECASE), path
        if path.suffix == ".py":
            ast.parse(path.read_text())
    assert [path.name for path in tmp_path.iterdir()] == ["bikes"]


def test_new_plugin_contributes_to_what_a_first_plugin_needs(tmp_path):
    manifest = (write_plugin("bikes", tmp_path, taken=()) / "kuvend_bikes" / "manifest.py").read_text()
    assert set(re.findall(r'point="([^"]+)"', manifest)) == {
        "consultation.discussion",
        "site.urls",
        "api.routes",
        "search.source",
        "page.block",
        "report.section",
        "personal_data.export",
        "personal_data.erase",
    }


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Bike-Lanes", "'Bike-Lanes' is no name for a plugin: .* 'bike_lanes' would do."),
        ("4bikes", "a letter first. 'bikes' would do."),
        ("", "is no name for a plugin"),
        ("../bikes", "is no name for a plugin"),
        ("bikes__two", "'bikes_two' would do."),
        ("b" * 21, "is too long: 20 characters at most."),
        ("class", "'class' is reserved"),
        ("consultations", "'consultations' is reserved"),
        ("json", "'json' is reserved"),
        ("threads", "'threads' is reserved"),
        ("dummy", "'dummy' is taken"),
        ("wagtailcore", "'wagtailcore' is taken"),
    ],
)
def test_name_that_cannot_be_is_refused_and_nothing_written(tmp_path, name, told):
    with pytest.raises(CommandError, match=told):
        new(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_folder_that_is_there_is_left_as_it_is(tmp_path):
    (tmp_path / "bikes").mkdir()
    (tmp_path / "bikes" / "mine.txt").touch()
    with pytest.raises(
        CommandError, match=r"bikes exists already\. Choose another name, or another --directory\."
    ):
        new("bikes", tmp_path)
    assert [path.name for path in (tmp_path / "bikes").iterdir()] == ["mine.txt"]


def test_folder_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        new("bikes", tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def test_package_of_that_name_is_left_alone(tmp_path, monkeypatch):
    (tmp_path / "kuvend_bikes.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(SkeletonRefused, match="kuvend_bikes is installed already"):
        write_plugin("bikes", tmp_path, taken=())


def test_nothing_is_left_when_writing_fails_halfway(tmp_path, monkeypatch):
    written = []

    def full(text, words):
        written.append(text)
        if len(written) > 9:
            raise OSError("No space left on device")
        return text

    monkeypatch.setattr(skeletons, "_filled_in", full)
    with pytest.raises(OSError, match="No space left"):
        write_plugin("bikes", tmp_path, taken=())
    assert list(tmp_path.iterdir()) == []
