"""The shape of what plugins are promised, as data that can be compared: names, signatures, fields, members."""

import dataclasses
import enum
import importlib
import inspect
import pkgutil
import re
import typing
from collections.abc import Iterator
from typing import Any

import plugins.api
from plugins.kernel.points import ExtensionPoint

Shape = dict[str, Any]
GIVEN = re.compile(r"(Context|View|Ref|Heading|Event|Detail|Page|Hit|Results|Texts|Words)$")
"""Classes that plugins are given and do not make: a further field of theirs breaks nobody."""
MODULES = re.compile(r"\b(?:[a-z_][a-z0-9_]*\.)+(?=[A-Za-z_])")


def shape_of_api() -> dict[str, Shape]:
    """Everything in the `__all__` of every module of `plugins.api`, by "module.name"."""
    found = {}
    for module in pkgutil.iter_modules(plugins.api.__path__):
        loaded = importlib.import_module(f"plugins.api.{module.name}")
        for name in loaded.__all__:
            found[f"{module.name}.{name}"] = shape_of(getattr(loaded, name))
    return dict(sorted(found.items()))


def shape_of(thing: Any) -> Shape:
    """One function, class, enum, extension point or constant."""
    if isinstance(thing, ExtensionPoint):
        return _point(thing)
    if isinstance(thing, type) and issubclass(thing, enum.Enum):
        return {"kind": "enum", "members": {member.name: member.value for member in thing}}
    if isinstance(thing, type):
        return _class(thing)
    if inspect.isroutine(thing):
        return {"kind": "function"} | _signature(thing)
    if isinstance(thing, tuple | set | frozenset) and all(isinstance(word, str) for word in thing):
        return {"kind": "words", "words": {word: {} for word in sorted(thing)}}
    return {"kind": "value", "is": _value(thing)}


def _point(point: ExtensionPoint[Any, Any]) -> Shape:
    return {
        "kind": "point",
        "name": point.name,
        "context": point.context.__name__,
        "result": _type(point.result),
        "combine": point.combine.value,
        "timing": point.timing.value,
        "on_failure": point.on_failure.value,
        "handler_required": point.handler_required,
        "options": {name: {} for name in sorted(point.options or ())},
    }


def _class(found: type) -> Shape:
    shape: Shape = {"kind": "class", "fields": {}, "methods": {}}
    if dataclasses.is_dataclass(found):
        shape["kind"] = "dataclass"
        for one in dataclasses.fields(found):
            required = one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING
            shape["fields"][one.name] = {"type": _type(one.type), "required": required}
    elif found.__init__ is not object.__init__ and not getattr(found, "_is_protocol", False):
        shape["methods"]["__init__"] = _signature(found.__init__)
    for name, member in sorted(_own_members(found)):
        if isinstance(member, property) or hasattr(member, "__set_name__"):
            shape["fields"].setdefault(name, {"type": "property", "required": False})
        elif inspect.isroutine(member):
            shape["methods"][name] = _signature(getattr(found, name))
    return shape


def _own_members(found: type) -> Iterator[tuple[str, Any]]:
    """What the class and those of our own classes it extends offer publicly."""
    seen = set()
    for base in found.__mro__:
        if not base.__module__.startswith(("consultations", "plugins", "search", "cms")):
            continue
        for name, member in vars(base).items():
            if not name.startswith("_") and name not in seen and not inspect.isclass(member):
                seen.add(name)
                yield name, member


def _signature(function: Any) -> Shape:
    try:
        signature = inspect.signature(function)
    except ValueError:
        return {"parameters": {}, "returns": ""}
    parameters = {
        parameter.name: {
            "kind": parameter.kind.name.lower(),
            "type": _type(parameter.annotation),
            "required": parameter.default is parameter.empty
            and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD),
        }
        for parameter in signature.parameters.values()
        if parameter.name != "self"
    }
    return {"parameters": parameters, "returns": _type(signature.return_annotation)}


def _type(annotation: Any) -> str:
    """An annotation without the modules its names are from: where a class lives is not promised."""
    if annotation is inspect.Signature.empty:
        return ""
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return MODULES.sub("", text)


def _value(thing: Any) -> str:
    if typing.get_origin(thing) is not None:
        return _type(thing)
    return MODULES.sub("", re.sub(r" at 0x[0-9a-f]+", "", repr(thing)))


def changes(old: dict[str, Shape], new: dict[str, Shape]) -> tuple[list[str], list[str]]:
    """(what breaks plugins, what only adds), in words."""
    breaking: list[str] = []
    adding: list[str] = []
    _compare("", old, new, breaking, adding)
    return breaking, adding


def _compare(where: str, old: Any, new: Any, breaking: list[str], adding: list[str]) -> None:
    if not (isinstance(old, dict) and isinstance(new, dict)):
        if old != new:
            relaxed = where.endswith(".required") and old is True
            (adding if relaxed else breaking).append(f"{where} was {old!r} and is {new!r}")
        return
    for name in sorted(set(old) | set(new)):
        path = f"{where}.{name}" if where else name
        if name not in new:
            breaking.append(f"{path} is gone")
        elif name not in old:
            (breaking if _demands(where, new[name]) else adding).append(f"{path} is new")
        else:
            _compare(path, old[name], new[name], breaking, adding)


def _demands(where: str, added: Any) -> bool:
    """Whether something new has to be given by plugins that do not know it."""
    if not isinstance(added, dict) or not added.get("required"):
        return False
    owner, _, part = where.rpartition(".")
    return part == "parameters" or (part == "fields" and not GIVEN.search(owner))


def objections(released: Shape, current: Shape, version: str) -> list[str]:
    """Why what there is now may not be called `version`; empty where it may.

    `released` is {"version", "offers"} of the last release, `current` the offers of now.
    """
    breaking, adding = changes(released["offers"], current)
    was, now = ([int(part) for part in text.split(".")] for text in (released["version"], version))
    if breaking and now[0] == was[0]:
        step = f"{was[0] + 1}.0.0"
        return [
            f"{change}: this breaks plugins. Keep the old beside the new and warn for two minor releases "
            f"(docs/explanation/plugin-api-promise.md), or step API_VERSION to {step}."
            for change in breaking
        ]
    if adding and now[:2] == was[:2]:
        step = f"{was[0]}.{was[1] + 1}.0"
        return [f"{change}: step API_VERSION (plugins/kernel/version.py) to {step}." for change in adding]
    return []
