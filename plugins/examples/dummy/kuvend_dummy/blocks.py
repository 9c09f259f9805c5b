"""A block for the body of pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class CalloutBlock(blocks.StructBlock):
    """A remark. It fails where its words tell it to: while it is read, checked or rendered."""

    words = blocks.CharBlock(max_length=200, label=_("Words"))

    def bulk_to_python(self, values: Any) -> Any:
        """The values; fails where one says so."""
        values = list(values)
        if any(value.get("words") == "dummy: unreadable" for value in values):
            raise RuntimeError("the dummy was asked not to read this")
        return super().bulk_to_python(values)

    def clean(self, value: Any) -> Any:
        """Fails where the words say so."""
        if value["words"] == "dummy: unchecked":
            raise RuntimeError("the dummy was asked not to check this")
        return super().clean(value)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Fails where the words say so."""
        if value["words"] == "dummy: raise":
            raise RuntimeError("the dummy was asked to fail")
        context: dict[str, Any] = super().get_context(value, parent_context)
        return context

    def get_api_representation(self, value: Any, context: Any = None) -> str:
        """The words; fails as the page does."""
        if value["words"] == "dummy: raise":
            raise RuntimeError("the dummy was asked to fail")
        return f"dummy block: {value['words']}"

    class Meta:
        template = "kuvend_dummy/callout.html"
