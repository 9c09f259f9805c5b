"""The reference of extension points, made from the points themselves and from the dummy plugin's use of them.

extension_points.py          say which pages are not as they should be, and end with 1
extension_points.py --write  write them
"""

import ast
import dataclasses
import importlib
import inspect
import os
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import reference_pages

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference" / "extension-points"
MODULES = re.compile(r"\b(?:[a-z_][a-z0-9_]*\.)+(?=[A-Za-z_])")
EXAMPLES = "dummy"

COMBINE = {
    "all": "Every plugin's answer counts, in the plugins' order. `None` is no answer.",
    "first": "The first answer counts; later plugins are not asked. `None` is no answer.",
    "chain": "Each handler is given what the one before it returned.",
    "veto": "The heaviest verdict counts; after a refusal nobody else is asked.",
    "merge": "The mappings of all plugins are merged; values under one key are joined, in the plugins' order.",
}
TIMING = {
    "request": "While a page or an answer is made. Handlers only read.",
    "in_transaction": "Inside the core's transaction: what a handler writes exists exactly if the "
    "core's change does.",
    "after_commit": "By the worker, when the core's change is safely stored, in a transaction of its own. At "
    "least once: a handler must bear being told twice.",
    "start": "Once, when the site starts: the handler is collected as it is.",
}
FAILURE = {
    (
        "request",
        "isolate",
    ): "The page goes on without this handler; after five failures in a row the plugin is left "
    "out at that institution for a minute.",
    ("in_transaction", "isolate"): "What the handler wrote is undone, the core's change stands.",
    ("in_transaction", "hold"): "What is checked is held for a moderator: nothing is published by an error.",
    (
        "after_commit",
        "isolate",
    ): "The handler is called again with growing pauses; after eight attempts the delivery is "
    "parked where an operator sees it.",
    ("start", "isolate"): "The plugin is quarantined with its reason, and the site starts without it.",
}


def set_up() -> None:
    """Start Django with the dummy plugin installed."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
    import django

    django.setup()


def pages() -> dict[str, str]:
    """File name -> text of every page of the reference."""
    from plugins.kernel.points import declared

    points = sorted(declared().items())
    return {"README.md": _index(points)} | {f"{name}.md": _page(point) for name, point in points}


def _index(points: list[tuple[str, Any]]) -> str:
    lines = [
        "# Extension points",
        "",
        "Where a plugin may add something, by a `Contribution` in its manifest. Each page has an example that is",
        "tested. Written from the points themselves by `tools/extension_points.py --write`.",
        "",
        "| point | what it is for | when |",
        "|---|---|---|",
    ]
    for name, point in points:
        first = re.sub(r"\s\([^)]*\)", "", _sentences(point.doc)).split(". ")[0].split(": ")[0].rstrip(".")
        lines.append(f"| [`{name}`]({name}.md) | {first} | {_words(point.timing.value)} |")
    return "\n".join(lines) + "\n"


def _page(point: Any) -> str:
    parts = [f"# `{point.name}`", "", _wrapped(point.doc), ""]
    parts += ["| | |", "|---|---|"]
    parts.append(f"| runs | {TIMING[point.timing.value]} |")
    if point.is_called:
        parts.append(f"| answers | {COMBINE[point.combine.value]} |")
    parts.append(f"| fails | {FAILURE[point.timing.value, point.on_failure.value]} |")
    parts.append(
        f"| handler | {'`handler(context)`' if point.is_called else 'an object, see above'}{_optional(point)} |"
    )
    options = ", ".join(f"`{name}`" for name in sorted(point.options or ())) or "none"
    parts += [f"| options | {options} |", ""]
    if point.is_called:
        parts += _given(point.context)
        parts += _returned(point)
    parts += _example(point.name)
    return "\n".join(parts).rstrip() + "\n"


def _optional(point: Any) -> str:
    return "" if point.handler_required else "; may be left out"


def _given(context: type) -> list[str]:
    return [f"## What the handler is given: `{context.__name__}`", "", *described(context)]


def _returned(point: Any) -> list[str]:
    result = point.result
    if result is None:
        return ["## What it returns", "", "Nothing that is checked; see above.", ""]
    head = ["## What it returns", "", f"`{_type(result)}`", ""]
    return head + (described(result) if dataclasses.is_dataclass(result) else [])


def described(described: type) -> list[str]:
    """A class in its own words, and its fields."""
    lines = [_wrapped(inspect.getdoc(described) or ""), ""]
    if not dataclasses.is_dataclass(described):
        return lines
    lines += ["| field | type | |", "|---|---|---|"]
    for one in filter(lambda field: field.init, dataclasses.fields(described)):
        required = one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING
        default = "" if required else f"default: `{_default(one)}`"
        kind = _type(one.type).replace("|", "\\|")
        lines.append(f"| `{one.name}` | `{kind}` | {default} |")
    return [*lines, ""]


def _default(one: Any) -> str:
    value = one.default_factory() if one.default is dataclasses.MISSING else one.default
    return repr(value)


def _type(annotation: Any) -> str:
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return MODULES.sub("", text)


def _example(name: str) -> list[str]:
    """How the dummy uses the point: its contribution and its handler."""
    from plugins.kernel.registry import registry

    found = [one for one in registry.plugin(EXAMPLES).manifest.contributions if one.point == name]
    if not found:
        return []
    contribution = found[0]
    lines = ["## Example", "", "From the dummy plugin, which the tests run:", "", "```python"]
    lines += _contribution(contribution)
    if contribution.handler:
        module, _, attribute = contribution.handler.partition(":")
        lines += ["", f"# {module.replace('.', '/')}.py", *_source(module, attribute)]
    return [*lines, "```", ""]


def _contribution(contribution: Any) -> Iterator[str]:
    yield "Contribution("
    yield f'    point="{contribution.point}",'
    if contribution.handler:
        yield f'    handler="{contribution.handler}",'
    if contribution.options:
        yield "    options={"
        yield from (f'        "{name}": {value!r},' for name, value in contribution.options.items())
        yield "    },"
    yield "),"


def _source(module: str, attribute: str) -> list[str]:
    """The statements of a module that make an attribute: itself, and what of the module it names."""
    text = inspect.getsource(importlib.import_module(module))
    lines = text.splitlines()
    statements = {name: node for node in ast.parse(text).body for name in _names(node)}
    wanted = [attribute]
    if isinstance(statements[attribute], ast.Assign | ast.AnnAssign):
        used = [node.id for node in ast.walk(statements[attribute]) if isinstance(node, ast.Name)]
        wanted = [*(name for name in dict.fromkeys(used) if name in statements and name != attribute), attribute]
    blocks = []
    for name in wanted:
        node = statements[name]
        start = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
        blocks.append("\n".join(lines[start - 1 : node.end_lineno]))
    apart = "\n\n\n" if len(blocks) > 1 else "\n\n"
    return apart.join(blocks).splitlines()


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    return []


def _sentences(text: str) -> str:
    return " ".join(text.split())


def _wrapped(text: str) -> str:
    paragraphs = [_sentences(part) for part in text.split("\n\n")]
    return "\n\n".join(
        textwrap.fill(part, 115, break_long_words=False, break_on_hyphens=False) for part in paragraphs
    )


def _words(timing: str) -> str:
    return {
        "request": "while a page is made",
        "in_transaction": "in the transaction",
        "after_commit": "after the commit",
        "start": "at the start",
    }[timing]


def complaints() -> list[str]:
    """Pages that are missing, not as they should be, or of no point."""
    return reference_pages.complaints(FOLDER, pages(), "point")


def main() -> int:
    """0 where nothing is wrong."""
    set_up()
    return reference_pages.keep(FOLDER, pages(), "point", sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
