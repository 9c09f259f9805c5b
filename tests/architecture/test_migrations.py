"""Migrations are read by operators in the middle of the night."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("cms", "consultations", "plugins", "search")


def migrations():
    """(path, tree) of every migration of ours."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("migrations/[0-9]*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def test_migrations_are_named_for_what_they_do():
    nameless = [path for path, _ in migrations() if re.search(r"_auto_|_alter_.*_and_more|/\d+_migration", path)]
    assert nameless == []


def test_migrations_can_be_undone():
    one_way = []
    for path, tree in migrations():
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call) or ast.unparse(call.func) not in (
                "migrations.RunPython",
                "migrations.RunSQL",
            ):
                continue
            named = {keyword.arg for keyword in call.keywords}
            if len(call.args) < 2 and not named & {"reverse_code", "reverse_sql"}:
                one_way.append(f"{path}:{call.lineno}")
    assert one_way == []
