"""Reading a plugin's migrations as text: what their SQL and their Python name, and on which line.

Django's operations can be applied to a state and judged by it; SQL and functions cannot. What they say plainly is
found here: a table of somebody else's in a statement, a model of somebody else's that a function asks for.
What is put together while it runs is not seen.
"""

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

SQL_CALLS = frozenset({"RunSQL", "execute", "executemany"})
MODEL_CALL = "get_model"
TABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Reach:
    """One place where a migration reaches for what is not the plugin's."""

    line: int
    words: str


def reaches(file: Path, *, label: str, tables: Collection[str], labels: Collection[str]) -> list[Reach]:
    """Where the migration in `file` reaches beyond the app `label`, by line.

    `tables` and `labels` are those of all other apps. SyntaxError, OSError where the file cannot be read.
    """
    tree = ast.parse(file.read_text(encoding="utf-8"), filename=str(file))
    foreign_tables = {table.lower(): table for table in tables}
    foreign_labels = {other.lower() for other in labels} - {label.lower()}
    found: list[Reach] = []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = _name(call)
        if name in SQL_CALLS:
            found.extend(_in_sql(call, foreign_tables, _texts_of_names(tree)))
        elif name == MODEL_CALL:
            found.extend(_in_model_call(call, foreign_labels))
    return sorted(set(found), key=lambda reach: (reach.line, reach.words))


def operation_line(file: Path, position: int, count: int) -> int | None:
    """The line of the operation at `position` of `count`; None where the list is not written out in `file`."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"), filename=str(file))):
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.List):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = {target.id for target in targets if isinstance(target, ast.Name)}
            if "operations" in names and len(node.value.elts) == count:
                return node.value.elts[position].lineno
    return None


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _texts_of_names(tree: ast.AST) -> dict[str, ast.expr]:
    """What the module's names are given, so that a statement with a name of its own is read, too."""
    given: dict[str, ast.expr] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    given[target.id] = node.value
    return given


def _in_sql(call: ast.Call, tables: dict[str, str], given: dict[str, ast.expr]) -> Iterator[Reach]:
    named = [*call.args, *(keyword.value for keyword in call.keywords)]
    named += [given[part.id] for part in named if isinstance(part, ast.Name) and part.id in given]
    for text in (node for part in named for node in ast.walk(part) if isinstance(node, ast.Constant)):
        if not isinstance(text.value, str):
            continue
        for offset, statement in enumerate(text.value.splitlines()):
            line = text.lineno + (offset if (text.end_lineno or text.lineno) > text.lineno else 0)
            for word in TABLE.findall(statement):
                if word.lower() in tables:
                    yield Reach(line, f"its SQL names the table {tables[word.lower()]}")


def _in_model_call(call: ast.Call, labels: set[str]) -> Iterator[Reach]:
    first = call.args[0] if call.args else next((word.value for word in call.keywords), None)
    if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
        return
    app = first.value.partition(".")[0]
    if app.lower() in labels:
        yield Reach(call.lineno, f"its Python asks for the models of {app}")
