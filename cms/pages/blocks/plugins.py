"""The blocks that plugins bring (`page.block`), made once all models are loaded."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.utils.functional import lazy
from django.utils.translation import get_language
from wagtail import blocks

from consultations.extension_points import PAGE_BLOCK
from consultations.translated import pick
from plugins.kernel.locating import described
from plugins.kernel.points import Resolved
from plugins.kernel.registry import LoadedContribution, registry

NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class PluginBlock:
    """A block and whose it is."""

    loaded: LoadedContribution
    block: blocks.Block


Installed = Mapping[str, PluginBlock]

_none: Installed = MappingProxyType({})
_made_for: tuple[LoadedContribution, ...] = ()
_installed: Installed = _none


def installed() -> Installed:
    """The blocks of all loaded plugins by type, whether on or off; the same mapping while nothing changes.

    A plugin whose block is none, or has a type that another has, is quarantined.
    """
    global _made_for, _installed
    if not apps.models_ready:
        return _none
    if registry.contributions(PAGE_BLOCK.name) is not _made_for:
        made = _collected()
        _made_for = registry.contributions(PAGE_BLOCK.name)
        _installed = MappingProxyType({kind: entry for kind, entry in made.items() if entry.loaded in _made_for})
    return _installed


def _collected() -> dict[str, PluginBlock]:
    made: dict[str, PluginBlock] = {}
    for resolved in PAGE_BLOCK.collect():
        kind = _kind(resolved)
        try:
            if kind in made:
                raise ValueError(f"the type {kind!r} is plugin {made[kind].loaded.plugin!r}'s")
            made[kind] = PluginBlock(resolved.loaded, _made(resolved, kind))
        except Exception as error:
            handler = resolved.loaded.contribution.handler
            registry.quarantine(resolved.plugin, f"{PAGE_BLOCK.name} {handler}: {described(error)}")
    return made


def _kind(resolved: Resolved) -> str:
    return f"{resolved.plugin}_{resolved.options.get('name') or resolved.loaded.contribution.name}"


def _made(resolved: Resolved, kind: str) -> blocks.Block:
    """The block, under its type, with the label, icon and group of the contribution's options."""
    if not NAME.fullmatch(kind):
        raise ValueError(f"{kind!r} is no name of a block: options['name'] takes small letters, digits, _")
    block = resolved.value() if callable(resolved.value) else resolved.value
    if not isinstance(block, blocks.Block):
        raise TypeError(f"is a {type(block).__name__} and no Wagtail block")
    label: Any = resolved.options.get("label")
    if isinstance(label, Mapping):
        block.meta.label = block.label = lazy(_in_language, str)(label)
    for name in ("icon", "group"):
        if resolved.options.get(name):
            setattr(block.meta, name, resolved.options[name])
    block.set_name(kind)
    block.is_previewable = False  # the preview's address knows no institution
    return block


def _in_language(label: Mapping[str, str]) -> str:
    return pick(label, get_language() or "en")
