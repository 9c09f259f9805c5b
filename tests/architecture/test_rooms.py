"""Habits of the house that a linter does not know."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE_LIMIT = 400
FUNCTION_LIMIT = 40
# path -> why it may be longer than FILE_LIMIT. The list only shrinks: an entry no longer needed fails the test.
LONG_FILES: dict[str, str] = {}
# "path:function" -> why it may be longer than FUNCTION_LIMIT. Shrinks likewise.
LONG_FUNCTIONS: dict[str, str] = {}
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "shared"}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b")
ENGINES = re.compile(r"elasticsearch|fts5|sqlite3", re.IGNORECASE)
# path -> why it may name an engine outside search.engines.
NAMES_AN_ENGINE = {
    "cms/settings/base.py": "chooses Django's own database, and the search engine's default address",
    "cms/settings/testing.py": "puts the search engine's file into a temporary folder",
}


def functions(tree):
    """Every function and method below the tree."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function):
    """Lines of a function's body; its signature and its docstring are not counted."""
    documented = ast.get_docstring(function, clean=False) is not None
    statements = function.body[1:] if documented else function.body
    return function.end_lineno - statements[0].lineno + 1 if statements else 0


def docstrings(tree):
    """The constants that are docstrings."""
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(tree):
        if isinstance(node, holders) and ast.get_docstring(node, clean=False) is not None:
            yield node.body[0].value


def undocumented(source):
    """Public classes, functions and methods of a module that say nothing of themselves."""
    queue = [("", source.tree)]
    while queue:
        prefix, holder = queue.pop()
        for node in holder.body:
            if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if node.name.startswith("_") or any("overload" in ast.dump(d) for d in node.decorator_list):
                continue
            if ast.get_docstring(node) is None:
                yield f"{source.path}: {prefix}{node.name}"
            if isinstance(node, ast.ClassDef) and node.name != "Meta":
                queue.append((f"{prefix}{node.name}.", node))


def test_no_drawer_for_things_without_a_place(all_sources):
    drawers = [source.path for source in all_sources if DRAWERS & set(source.module.split("."))]
    assert drawers == []


def test_files_stay_short_or_say_why(all_sources):
    long = {source.path for source in all_sources if len(source.text.splitlines()) > FILE_LIMIT}
    assert long == set(LONG_FILES)


def test_functions_stay_short_or_say_why(sources):
    long = {
        f"{source.path}:{function.name}"
        for source in sources
        for function in functions(source.tree)
        if length(function) > FUNCTION_LIMIT
    }
    assert long == set(LONG_FUNCTIONS)


def test_nothing_is_left_unfinished(sources):
    found = [
        f"{source.path}:{number} {line.strip()}"
        for source in sources
        for number, line in enumerate(source.text.splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert found == []


def test_no_error_is_swallowed_in_silence(sources):
    silent = [
        f"{source.path}:{handler.lineno}"
        for source in sources
        for handler in ast.walk(source.tree)
        if isinstance(handler, ast.ExceptHandler)
        and (handler.type is None or ast.unparse(handler.type) in ("Exception", "BaseException"))
        and all(isinstance(statement, ast.Pass | ast.Continue) for statement in handler.body)
    ]
    assert silent == []


def test_only_the_engines_name_an_engine(sources):
    naming = set()
    for source in sources:
        if source.module.startswith("search.engines"):
            continue
        spared = set(docstrings(source.tree))
        for node in ast.walk(source.tree):
            text = node.value if isinstance(node, ast.Constant) and node not in spared else None
            if isinstance(text, str) and ENGINES.search(text):
                naming.add(source.path)
    assert naming == set(NAMES_AN_ENGINE)


@pytest.mark.parametrize("room", ["plugins.api", "consultations.services", "consultations.selectors"])
def test_what_others_call_is_documented(sources, room):
    bare = [name for source in sources if source.module.startswith(room) for name in undocumented(source)]
    assert bare == []


def test_plugin_api_says_what_it_offers(sources):
    def offers(source):
        return any(
            isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__" for node in source.tree.body
        )

    silent = [
        source.path
        for source in sources
        if source.module.startswith("plugins.api.") and not offers(source) and source.text.strip()
    ]
    assert silent == []


@pytest.mark.parametrize(
    "manifest", sorted(path.parent.name for path in (ROOT / "plugins/bundled").glob("*/manifest.py"))
)
def test_manifest_is_read_without_django(manifest):
    program = f"import sys, plugins.bundled.{manifest}.manifest; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.stdout.strip(), done.stderr) == ("False", "")
