"""The documentation names what there is: every command, every variable, and no page that is not there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
ENVIRONMENT = re.compile(r"os\.environ(?:\.get|\.setdefault)?[(\[]\s*\"([A-Z_]+)\"")
# Set by the machine or by a test runner, not by an operator.
NOT_OURS = {"XDG_CACHE_HOME", "UV_DEFAULT_INDEX"}


def test_every_command_is_in_the_reference(sources):
    named = (DOCS / "reference" / "commands.md").read_text()
    commands = {
        source.module.rpartition(".")[2]
        for source in sources
        if ".management.commands." in source.module and "class Command" in source.text
    }
    assert len(commands) >= 8
    assert {command for command in commands if f"`{command}" not in named} == set()


def test_every_variable_is_in_the_reference(all_sources):
    named = (DOCS / "reference" / "environment.md").read_text()
    used = {
        name
        for source in all_sources
        if not source.path.startswith("tests/")
        for name in ENVIRONMENT.findall(source.text)
    }
    assert "DATABASE_URL" in used
    assert {name for name in used - NOT_OURS if f"`{name}" not in named} == set()


def test_every_make_target_says_what_it_does():
    text = (ROOT / "Makefile").read_text()
    (phony,) = re.findall(r"^\.PHONY: (.+)$", text, re.MULTILINE)
    described = set(re.findall(r"^([a-z-]+):.*## \S", text, re.MULTILINE))
    assert set(phony.split()) == described


def test_links_between_pages_lead_somewhere():
    broken = []
    for page in [ROOT / "README.md", *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text()):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)} -> {target}")
    assert broken == []


def test_every_decision_is_listed_once():
    listed = re.findall(r"\((\d{4}-[a-z0-9-]+\.md)\)", (DOCS / "decisions" / "README.md").read_text())
    assert listed == sorted(path.name for path in (DOCS / "decisions").glob("[0-9]*.md"))
