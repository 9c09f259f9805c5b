"""The tutorial for developers of plugins, followed word by word on a stranger's machine, with a plugin that it
does not have."""

import os
import shlex
from pathlib import Path

import pytest

from tests.plugins.examples.strangers import machine_with
from tests.plugins.following import Follower, steps

TUTORIAL = Path(__file__).resolve().parents[2] / "docs" / "tutorial" / "your-first-plugin.md"

pytestmark = [pytest.mark.xdist_group("strangers"), pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """The platform from its wheel, and no plugin but those it brings."""
    return machine_with((), tmp_path_factory.mktemp("developer"))


def test_tutorial_leads_from_an_empty_folder_to_a_plugin_that_passes(machine, tmp_path):
    slug = "petitions"
    text = TUTORIAL.read_text(encoding="utf-8").replace("ideas", slug)

    def run(line, folder):
        program, *arguments = shlex.split(line)
        assert program == "python"
        variables = {"KUVEND_VAR": str(tmp_path / "var")}
        if arguments[:2] == ["-m", "pip"]:
            arguments += ["--quiet", "--no-index", "--disable-pip-version-check"]
        done = machine.run(*arguments, cwd=folder, **variables)
        return done.returncode == 0, done.stdout

    follower = Follower(tmp_path, run)
    for step in steps(text):
        follower.follow(step)
    first, objections, last = (told for told in follower.printed if " passed in " in told)
    assert "failed" not in first + last
    assert "queries for 3 and" in objections
    assert "locale/mk/LC_MESSAGES/django.po: 'Support' is missing" in objections
    assert f"{slug}: " not in follower.printed[-1]
    assert os.listdir(tmp_path / slug)
