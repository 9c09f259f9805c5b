"""The reference of `plugins.api`, made from its modules: every name that is promised, with its own words.

plugin_api.py          say which pages are not as they should be, and end with 1
plugin_api.py --write  write them
"""

import dataclasses
import enum
import importlib
import inspect
import pkgutil
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import reference_pages
from extension_points import MODULES, described, set_up

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference" / "plugin-api"
FACTORY = re.compile(r" = <factory>")
MADE_BY_HAND = re.compile(r"<(?P<name>\w+)[^>]*>")
LONGEST = 100
"""Characters of a constant's value that are shown."""


def modules() -> list[ModuleType]:
    """The modules of `plugins.api`, by name."""
    import plugins.api

    names = sorted(module.name for module in pkgutil.iter_modules(plugins.api.__path__))
    return [importlib.import_module(f"plugins.api.{name}") for name in names]


def pages() -> dict[str, str]:
    """File name -> text of every page of the reference."""
    found = modules()
    return {"README.md": _index(found)} | {f"{_short(module)}.md": _page(module) for module in found}


def _short(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


def _index(found: list[ModuleType]) -> str:
    lines = [
        "# What a plugin may import",
        "",
        "`plugins.api` and nothing else; in tests also `plugins.testing`",
        "([how-to](../../how-to/plugins/test.md)). Every name here is",
        "[promised](../../explanation/plugin-api-promise.md). Written from the modules themselves by",
        "`tools/plugin_api.py --write`.",
        "",
        "| module | what it is for |",
        "|---|---|",
    ]
    for module in found:
        first = (inspect.getdoc(module) or "").split("\n\n")[0].replace("\n", " ")
        lines.append(f"| [`{module.__name__}`]({_short(module)}.md) | {first.split('. ')[0].rstrip('.:')} |")
    return "\n".join(lines) + "\n"


def _page(module: ModuleType) -> str:
    parts = [f"# `{module.__name__}`", "", *_words(module)]
    if _short(module) == "extension_points":
        parts += ["The points themselves: [extension points](../extension-points/README.md).", ""]
    for name in sorted(module.__all__, key=lambda name: (name.isupper(), name.lower())):
        parts += _entry(name, getattr(module, name))
    return "\n".join(parts).rstrip() + "\n"


def _entry(name: str, thing: Any) -> list[str]:
    from plugins.kernel.points import ExtensionPoint

    if isinstance(thing, ExtensionPoint):
        return []
    if isinstance(thing, type) and issubclass(thing, enum.Enum):
        return [f"## `{name}`", "", *_own_words(thing), *_members(thing)]
    if isinstance(thing, type):
        return [f"## `{name}`", "", *_class(thing)]
    if inspect.isroutine(thing):
        return [f"## `{name}`", "", "```python", f"{name}{_signature(thing)}", "```", "", *_words(thing)]
    return [f"## `{name}`", "", f"`{_value(thing)}`", ""]


def _class(thing: type) -> list[str]:
    if dataclasses.is_dataclass(thing):
        return described(thing)
    return _own_words(thing) or ["A class.", ""]


def _members(thing: type[enum.Enum]) -> list[str]:
    return ["| member | value |", "|---|---|", *(f"| `{one.name}` | `{one.value}` |" for one in thing), ""]


def _own_words(thing: type) -> list[str]:
    return _words(thing) if thing.__dict__.get("__doc__") else []


def _words(thing: Any) -> list[str]:
    """The docstring as it is: it may hold lists and code."""
    return [inspect.getdoc(thing) or "", ""]


def _signature(thing: Any) -> str:
    text = MADE_BY_HAND.sub(r"\g<name>", FACTORY.sub("", str(inspect.signature(thing))))
    short = MODULES.sub("", text)
    if len(short) <= LONGEST:
        return short
    return _in_lines(short)


def _in_lines(signature: str) -> str:
    """A parameter a line."""
    inner, _arrow, result = signature.rpartition(" -> ")
    depth, parameters, start = 0, [], 1
    for place, sign in enumerate(inner):
        depth += (sign in "([{") - (sign in ")]}")
        if (sign == "," and depth == 1) or (sign == ")" and depth == 0):
            parameters.append(inner[start:place].strip())
            start = place + 1
    return "(\n" + "".join(f"    {one},\n" for one in parameters if one) + f") -> {result}"


def _value(thing: Any) -> str:
    text = MODULES.sub("", repr(sorted(thing) if isinstance(thing, set | frozenset) else thing))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def complaints() -> list[str]:
    """Pages that are missing, not as they should be, or of no module."""
    return reference_pages.complaints(FOLDER, pages(), "module")


def main() -> int:
    """0 where nothing is wrong."""
    set_up()
    return reference_pages.keep(FOLDER, pages(), "module", sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
