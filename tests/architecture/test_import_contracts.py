"""Each contract of .importlinter is broken on purpose, in a copy: one that nothing breaks proves nothing."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")
BREAKS = [
    ("consultations/events.py", "import cms.urls", "Rooms import downwards only"),
    ("consultations/services/submit.py", "import search.outbox", "Rooms import downwards only"),
    ("search/sources.py", "import consultations.events", "Rooms import downwards only"),
    ("plugins/kernel/gate.py", "import plugins.api.manifest", "Rooms import downwards only"),
    ("plugins/bundled/threads/apps.py", "import consultations.events", "Bundled plugins use plugins.api only"),
    ("plugins/bundled/threads/apps.py", "import plugins.kernel.gate", "Bundled plugins use plugins.api only"),
    (
        "plugins/bundled/threads/apps.py",
        "import plugins.bundled.moderation.apps",
        "Bundled plugins do not know each other",
    ),
    (
        "plugins/bundled/threads/manifest.py",
        "import django.db",
        "What is read before Django starts does not import Django",
    ),
    ("consultations/events.py", "import wagtail.models", "The record, search and the kernel know no Wagtail"),
    (
        "consultations/services/submit.py",
        "import rest_framework.views",
        "Services, selectors and the kernel know no DRF",
    ),
    ("cms/urls.py", "import sqlite3", "Only search.engines knows an engine"),
    ("search/query.py", "import elasticsearch_dsl", "Only search.engines knows an engine"),
    (
        "consultations/selectors/documents.py",
        "import consultations.services.submit",
        "Selectors do not call services",
    ),
    (
        "consultations/models/outbox.py",
        "import consultations.services.submit",
        "Models know neither services nor selectors",
    ),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of the rooms that may be broken."""
    copy = tmp_path_factory.mktemp("house")
    for room in ("cms", "consultations", "plugins", "search"):
        ignore = shutil.ignore_patterns("templates", "static", "locale", "__pycache__", "data", "*.po")
        shutil.copytree(ROOT / room, copy / room, ignore=ignore)
    shutil.copy(ROOT / ".importlinter", copy)
    return copy


def lint(folder):
    """What lint-imports says of a house: contract -> its complaint, empty where the contract is kept."""
    done = subprocess.run(
        [LINTER, "--no-cache"],
        cwd=folder,
        env={**os.environ, "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    verdicts = re.findall(r"^(.+) (KEPT|BROKEN)", done.stdout, re.MULTILINE)
    details = re.split(r"^(.+)\n-+$", done.stdout, flags=re.MULTILINE)
    told = dict(zip(details[1::2], details[2::2], strict=True))
    return {name: told[name] if verdict == "BROKEN" else "" for name, verdict in verdicts}


def complaint_about(file, line):
    """How lint-imports names an import; what is not ours it calls by its distribution."""
    target = line.removeprefix("import ")
    ours = target.startswith(("cms.", "consultations.", "plugins.", "search."))
    return f"{file.removesuffix('.py').replace('/', '.')} -> {target if ours else target.partition('.')[0]} "


def test_contracts_hold(house):
    assert {name: complaint for name, complaint in lint(house).items() if complaint} == {}


def test_every_contract_is_broken_on_purpose_below(house):
    assert set(lint(house)) == {contract for _, _, contract in BREAKS}


def test_contracts_notice_every_forbidden_import(house):
    before = {house / file: (house / file).read_text() for file, _, _ in BREAKS}
    for file, line, _ in BREAKS:
        with (house / file).open("a") as module:
            module.write(f"\n{line}\n")
    try:
        complaints = lint(house)
    finally:
        for path, text in before.items():
            path.write_text(text)
    unnoticed = [
        (file, line) for file, line, contract in BREAKS if complaint_about(file, line) not in complaints[contract]
    ]
    assert unnoticed == []
