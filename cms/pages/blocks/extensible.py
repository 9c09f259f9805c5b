"""A stream of our own blocks and those of plugins."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import Error as DatabaseError
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail import blocks
from wagtail.blocks.stream_block import StreamValue

from cms.pages.blocks.kept import KeptBlock, kept_block
from cms.pages.blocks.plugins import Installed, PluginBlock, installed
from cms.pages.places import plugin_scope
from plugins.kernel import gate
from plugins.kernel.invoking import failed, invoke
from plugins.kernel.points import PORTAL


class TolerantStream(StreamValue):
    """A stored stream in which what its plugin cannot read is kept."""

    def _prefetch_blocks(self, type_name: str) -> None:
        try:
            super()._prefetch_blocks(type_name)
        except Exception as error:
            entry = installed().get(type_name)
            if entry is None or isinstance(error, DatabaseError):
                raise
            failed(entry.loaded, PORTAL, error)
            for position, raw in enumerate(self._raw_data):
                if self._bound_blocks[position] is None and raw["type"] == type_name:
                    keeper = kept_block(type_name)
                    self._bound_blocks[position] = StreamValue.StreamChild(
                        keeper, keeper.to_python(raw["value"]), id=raw.get("id")
                    )


class ExtensibleStreamBlock(blocks.StreamBlock):
    """Its children are those declared, those of loaded plugins, and stand-ins for types that nobody knows.

    What a plugin's block shows is shown where the plugin is on and only if it does not fail. Migrations know the
    declared blocks alone.
    """

    _absent: Mapping[str, KeptBlock]
    _merged: tuple[Installed, Mapping[str, KeptBlock], dict[str, blocks.Block]]

    def __init__(self, *args: Any, **options: Any) -> None:
        self._absent = {}
        super().__init__(*args, **options)
        self._merged = ({}, self._absent, self.core_blocks)

    @property
    def child_blocks(self) -> dict[str, blocks.Block]:
        """Every block by its type."""
        return self._children()

    @child_blocks.setter
    def child_blocks(self, declared: dict[str, blocks.Block]) -> None:
        self.core_blocks = declared

    def _children(self) -> dict[str, blocks.Block]:
        merged = getattr(self, "_merged", None)
        if merged is None:
            return self.core_blocks
        plugins, absent, children = merged
        if plugins is not installed() or absent is not self._absent:
            plugins, absent = installed(), self._absent
            brought = {kind: entry.block for kind, entry in plugins.items()}
            children = {**absent, **brought, **self.core_blocks}
            self._merged = (plugins, absent, children)
        return children

    def to_python(self, value: Any) -> StreamValue:
        """Wagtail's, which forgets blocks of unknown types; here they are kept."""
        if isinstance(value, str) and value:
            try:
                value = json.loads(value)
            except ValueError:
                return super().to_python(value)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            self._keep({child["type"] for child in value} - self.child_blocks.keys())
            return TolerantStream(self, value, is_lazy=True)
        return super().to_python(value)

    def _keep(self, kinds: set[str]) -> None:
        if kinds:
            self._absent = {**self._absent, **{kind: kept_block(kind) for kind in kinds}}

    def render_basic(self, value: Any, context: Any = None) -> SafeString:
        """Each child in a box of its type; of plugins only what is on, in the place of the context's `page`."""
        return format_html_join(
            "\n",
            '<div class="w-block-{1} block-{1}">{0}</div>',
            [(html, child.block_type) for child, html in _rendered(value, context or {})],
        )

    def get_api_representation(self, value: Any, context: Any = None) -> list[dict[str, Any]]:
        """The children as data, for the place of the context's `page`."""
        page = (context or {}).get("page")
        found = []
        for child, entry in _shown(value, page):
            represented = _asked(
                entry, page, lambda child=child: child.block.get_api_representation(child.value, context=context)
            )
            if represented is not _FAILED:
                found.append({"type": child.block_type, "value": represented, "id": child.id})
        return found

    def get_searchable_content(self, value: Any) -> list[str]:
        """Words of our own blocks. One index serves every place, so what may be off somewhere is not in it."""
        core = [child for child in value if child.block_type in self.core_blocks]
        return [text for child in core for text in child.block.get_searchable_content(child.value)]

    def extract_references(self, value: Any) -> Iterator[tuple[Any, ...]]:
        """What the children refer to; a plugin's block that fails refers to nothing."""
        for child in value:
            entry = _entry(child)
            found = _asked(entry, None, lambda child=child: list(child.block.extract_references(child.value)))
            for model, key, model_path, content_path in [] if found is _FAILED else found:
                yield (
                    model,
                    key,
                    f"{child.block_type}.{model_path}" if model_path else child.block_type,
                    f"{child.id}.{content_path}" if content_path else child.id,
                )


_FAILED = object()


def _entry(child: Any) -> PluginBlock | None:
    entry = installed().get(child.block_type)
    return entry if entry is not None and not isinstance(child.block, KeptBlock) else None


def _shown(value: Any, page: Any) -> Iterator[tuple[Any, PluginBlock | None]]:
    """The children that are shown at a page, each with its plugin. Without a page, none of plugins."""
    for child in value:
        if isinstance(child.block, KeptBlock):
            continue
        entry = _entry(child)
        if entry is None:
            yield child, None
        elif page is not None and gate.is_active(entry.loaded.plugin, plugin_scope(page)):
            yield child, entry


def _rendered(value: Any, context: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    page = context.get("page")
    for child, entry in _shown(value, page):
        html = _asked(entry, page, lambda child=child: child.render(context=context))
        if html is not _FAILED:
            yield child, html


def _asked(entry: PluginBlock | None, page: Any, ask: Any) -> Any:
    """What a child answers; `_FAILED` where it is a plugin's and raised, which the breaker counts."""
    if entry is None:
        return ask()
    scope = plugin_scope(page) if page is not None else PORTAL
    outcome = invoke(entry.loaded, scope, lambda _handler: ask())
    return outcome.value if outcome.answered else _FAILED
