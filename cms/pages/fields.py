"""The field of a page's body."""

from typing import Any

from wagtail.blocks.definition_lookup import BlockDefinitionLookupBuilder
from wagtail.fields import StreamField


class BodyField(StreamField):
    """A stream of our own blocks and those of plugins, which come and go without a migration."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """As a plain StreamField of the declared blocks."""
        name, _path, _args, options = super().deconstruct()
        block = self.stream_block
        lookup = BlockDefinitionLookupBuilder()
        # A field that a migration has made has a plain block, which has no others than these.
        declared = getattr(block, "core_blocks", block.child_blocks)
        kinds = [(kind, lookup.add_block(child)) for kind, child in declared.items()]
        options["block_lookup"] = lookup.get_lookup_as_dict()
        return name, "wagtail.fields.StreamField", [kinds], options
