"""A dotted path in a string is an import that import-linter cannot see: it obeys the same rule.

Handlers in manifests, settings and the arguments of `import_string` name modules of ours by text. Each must
exist, and must be where the file that names it may import from.
"""

import ast
import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOTTED = re.compile(r"(?:cms|consultations|plugins|search)(?:\.[A-Za-z_]\w*)+(?::[A-Za-z_][\w.]*)?")
# The house from its roof down, as in .importlinter; two rooms on one floor do not know each other.
FLOORS = (
    ("cms",),
    ("plugins.bundled",),
    ("plugins.testing",),
    ("plugins.api",),
    ("consultations", "search"),
    ("plugins.kernel",),
)


def room_of(module):
    """The floor's number and the room's name, or None for what is no room (the package `plugins`)."""
    for number, rooms in enumerate(FLOORS):
        for room in rooms:
            if module == room or module.startswith(f"{room}."):
                return number, room
    return None


def plugin_of(module):
    """The bundled plugin a module belongs to: plugins.bundled.<this>."""
    return module.split(".")[2] if module.startswith("plugins.bundled.") else None


def may_name(importer, target):
    """Whether the module `importer` may name the module `target` in a string."""
    ours, theirs = room_of(importer), room_of(target)
    if ours is None or theirs is None:
        return False
    if plugin_of(importer):
        return theirs[1] == "plugins.api" or plugin_of(target) == plugin_of(importer)
    return ours == theirs or ours[0] < theirs[0]


def is_module(name):
    """Whether one of our files is the module of this name; nothing is imported to find out."""
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def target_module(dotted):
    """The module a string points into, or None where it is no path (an app label with a model's name)."""
    path, colon, _ = dotted.partition(":")
    if colon or is_module(path):
        return path
    parent = path.rpartition(".")[0]
    return parent if "." in parent and is_module(parent) else None


def dotted_strings(source):
    """(line, string) of every constant in the file that reads like a path into our rooms."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and DOTTED.fullmatch(node.value):
            yield node.lineno, node.value


@pytest.mark.parametrize(
    ("importer", "target", "allowed"),
    [
        ("cms.urls", "plugins.bundled.threads.views", True),
        ("plugins.bundled.threads.manifest", "plugins.bundled.threads.views", True),
        ("plugins.bundled.threads.manifest", "plugins.api.points", True),
        ("plugins.bundled.threads.manifest", "plugins.bundled.moderation.views", False),
        ("plugins.bundled.threads.manifest", "consultations.services.submit", False),
        ("plugins.bundled.threads.manifest", "plugins.kernel.gate", False),
        ("plugins.api.points", "consultations.extension_points", True),
        ("consultations.activation.gate", "plugins.kernel.gate", True),
        ("consultations.services.submit", "search.outbox", False),
        ("search.outbox", "consultations.events", False),
        ("plugins.kernel.registry", "consultations.activation", False),
    ],
)
def test_dotted_path_rule_follows_the_floors(importer, target, allowed):
    assert may_name(importer, target) is allowed


def test_dotted_paths_point_where_their_room_may_import(sources):
    wrong = [
        f"{source.path}:{line} names {dotted}"
        for source in sources
        for line, dotted in dotted_strings(source)
        if (module := target_module(dotted)) and not may_name(source.module, module)
    ]
    assert wrong == []


def test_dotted_paths_with_an_attribute_resolve(sources):
    missing = []
    for source in sources:
        for line, dotted in dotted_strings(source):
            path, colon, attributes = dotted.partition(":")
            if not colon:
                continue
            found = importlib.import_module(path) if is_module(path) else None
            for attribute in attributes.split("."):
                found = getattr(found, attribute, None)
            if found is None:
                missing.append(f"{source.path}:{line} names {dotted}")
    assert missing == []
