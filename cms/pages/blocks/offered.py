"""A body as the editors of one place may change it: with the blocks of plugins that are on there."""

import copy
from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError
from django.db import Error as DatabaseError
from django.forms import Form, Media
from django.templatetags.static import static
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.base import BlockField, BlockWidget
from wagtail.blocks.stream_block import StreamBlockAdapter, StreamValue

from cms.pages.blocks.extensible import ExtensibleStreamBlock
from cms.pages.blocks.kept import Kept, KeptBlock, carried, kept_block
from cms.pages.blocks.plugins import PluginBlock, installed
from plugins.kernel import gate
from plugins.kernel.invoking import invoke
from plugins.kernel.scope import PORTAL, Scope


class OfferedBody(ExtensibleStreamBlock):
    """Made for one form by `offered`. What is there and cannot be edited here is kept, and cannot be added."""

    offered_blocks: dict[str, blocks.Block]

    def _children(self) -> dict[str, blocks.Block]:
        """What may be edited, and the stand-ins for the rest of what is there."""
        return self.offered_blocks

    def get_form_state(self, value: Any) -> list[dict[str, Any]]:
        """Each child's, of those that are kept the stored value."""
        return [
            {"type": child.block_type, "value": self._state(value, position, child), "id": child.id}
            for position, child in enumerate(value or [])
        ]

    def _state(self, value: Any, position: int, child: Any) -> Any:
        keeper = self.offered_blocks.get(child.block_type)
        if isinstance(keeper, KeptBlock):
            return keeper.get_form_state(Kept(keeper.kind, value.raw_data[position]["value"]))
        return child.block.get_form_state(child.value)

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> StreamValue:
        """Wagtail's, also for a type that was not there, or still offered, when this form was made."""
        count = int(data[f"{prefix}-count"])
        for position in range(count):
            kind = data.get(f"{prefix}-{position}-type", "")
            known = self.offered_blocks.get(kind)
            if known is not None and not isinstance(known, KeptBlock):
                continue
            if carried(data, f"{prefix}-{position}-value", kind) is not None:
                self.offered_blocks[kind] = kept_block(kind)
            elif kind in installed():
                # Switched off while the page was open: it still comes as its own block's form.
                self.offered_blocks[kind] = installed()[kind].block
        return super().value_from_datadict(data, files, prefix)

    def clean(self, value: Any) -> StreamValue:
        """Wagtail's; a plugin that raises while it checks its part is said to have failed, beside that part."""
        try:
            return super().clean(value)
        except (ValidationError, DatabaseError):
            raise
        except Exception:
            failing = {place: _CANNOT_CHECK for place, child in enumerate(value) if not _can_check(child)}
            if not failing:
                raise
        raise blocks.StreamBlockValidationError(block_errors=failing)


_CANNOT_CHECK = ValidationError(gettext_lazy("The plugin failed to check this part. It was not saved."))


def _can_check(child: Any) -> bool:
    entry = installed().get(child.block_type)
    if entry is None or isinstance(child.block, KeptBlock):
        return True

    def check(_handler: Any) -> None:
        with suppress(ValidationError):
            child.block.clean(child.value)

    return invoke(entry.loaded, PORTAL, check).answered


class OfferedBodyAdapter(StreamBlockAdapter):
    """The editor's side of it: a menu of new blocks without those that are only kept."""

    js_constructor = "kuvend.OfferedBody"

    @property
    def media(self) -> Any:
        """Wagtail's, and ours after it."""
        return super().media + Media(js=[static("pages/kept_blocks.js")])


register(OfferedBodyAdapter(), OfferedBody)


def offer_blocks(form: Form, scope: Scope) -> None:
    """Give the bodies of a page's form the blocks of their place."""
    for name, field in form.fields.items():
        if isinstance(field, BlockField) and isinstance(field.block, ExtensibleStreamBlock):
            field.block = offered(field.block, scope, form.initial.get(name))
            field.widget = BlockWidget(field.block, attrs=field.widget.attrs)


def offered(body: ExtensibleStreamBlock, scope: Scope, value: Any) -> OfferedBody:
    """A body's block for one form. A copy: Wagtail remembers every block that is made anew, for ever."""
    made: OfferedBody = copy.copy(body)
    made.__class__ = OfferedBody
    active = gate.active_slugs(scope) if installed() else frozenset()
    usable = {
        kind: entry.block
        for kind, entry in installed().items()
        if entry.loaded.plugin in active and _can_be_edited(kind, entry, scope, value)
    }
    made.offered_blocks = {**body.core_blocks, **usable}
    kinds = {child.block_type for child in value or []} - made.offered_blocks.keys()
    made.offered_blocks.update({kind: kept_block(kind) for kind in kinds})
    return made


def _can_be_edited(kind: str, entry: PluginBlock, scope: Scope, value: Any) -> bool:
    """Whether the plugin can put all there is of its block, and a new one, into a form."""
    children = [child for child in value or [] if child.block_type == kind]
    if any(isinstance(child.block, KeptBlock) for child in children):
        return False

    def states(_handler: Any) -> bool:
        block = entry.block
        for content in (block.get_default(), *(child.value for child in children)):
            block.get_form_state(content)
        return True

    return invoke(entry.loaded, scope, states).answered
