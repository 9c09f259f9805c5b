"""Each contract of .importlinter is broken once, on purpose, in a copy: one that nothing breaks proves nothing."""

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


def broken_contracts(folder):
    """The names of the contracts that lint-imports calls broken."""
    done = subprocess.run([LINTER, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return re.findall(r"^(.+) BROKEN", done.stdout, re.MULTILINE)


def test_contracts_hold(house):
    assert broken_contracts(house) == []


@pytest.mark.parametrize(("file", "line", "contract"), BREAKS, ids=[f"{f}: {line}" for f, line, _ in BREAKS])
def test_contract_notices_a_forbidden_import(house, file, line, contract):
    path = house / file
    before = path.read_text()
    path.write_text(f"{before}\n{line}\n")
    try:
        broken = broken_contracts(house)
    finally:
        path.write_text(before)
    assert contract in broken
