"""What stands in for a block that cannot be used: its plugin is gone or off, or cannot read what it once wrote.

It shows nothing, is read-only in the editor, and is saved as it was found.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property, lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter

SALT = "cms.pages.kept_block"
GROUP = "kept"
"""The editor offers no new blocks of this group (`kept_blocks.js`)."""


@dataclass(frozen=True)
class Kept:
    """What a block of that type was stored as."""

    kind: str
    raw: Any


class KeptInput(forms.HiddenInput):
    """Says that the part is kept, and carries it, signed, through the editor's form."""

    template_name = "pages/admin/kept_block.html"


class KeptInputAdapter(WidgetAdapter):
    """In the editor: Wagtail labels a collapsed part by what its field holds, and this one holds a token."""

    js_constructor = "kuvend.KeptInput"

    @cached_property
    def media(self) -> forms.Media:
        """After what it extends."""
        return super().media + forms.Media(js=[versioned_static("pages/kept_input.js")])


register(KeptInputAdapter(), KeptInput)


class KeptBlock(blocks.FieldBlock):
    """Blocks of one type, kept. Its value is a `Kept`; None after a form that carried nothing of ours."""

    def __init__(self, kind: str, **options: Any) -> None:
        self.kind = kind
        self.field = forms.CharField(required=False, widget=KeptInput())
        super().__init__(**{"label": lazy(_label, str)(kind), "group": GROUP, "icon": "lock", **options})

    def to_python(self, value: Any) -> Kept:
        """The stored value, unread."""
        return value if isinstance(value, Kept) else Kept(self.kind, value)

    def normalize(self, value: Any) -> Kept | None:
        """The same; None, the default of a block that nobody can add, stays None."""
        return None if value is None else self.to_python(value)

    def get_prep_value(self, value: Kept | None) -> Any:
        """As it was found."""
        return None if value is None else value.raw

    def get_form_state(self, value: Kept | None) -> str:
        """Signed: what comes back is what an editor wrote once, of this type, and nothing else."""
        return "" if value is None else signing.dumps([self.kind, value.raw], salt=SALT, compress=True)

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Kept | None:
        """What `get_form_state` made, else None."""
        return carried(data, prefix, self.kind)

    def clean(self, value: Kept | None) -> Kept:
        """Refuse to save in its place what is not it."""
        if value is None:
            raise ValidationError(_("This part could not be kept. Open the page again."))
        return value

    def render(self, value: Any, context: Any = None) -> SafeString:
        """Nothing."""
        return SafeString("")

    def render_basic(self, value: Any, context: Any = None) -> SafeString:
        """Nothing."""
        return SafeString("")

    def get_translatable_segments(self, value: Any) -> list[Any]:
        """None: nobody here knows which of it are words."""
        return []

    def restore_translated_segments(self, value: Any, segments: list[Any]) -> Any:
        """As it was."""
        return value

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """It is in no migration."""
        return "wagtail.blocks.FieldBlock", (), {}


def carried(data: Any, name: str, kind: str) -> Kept | None:
    """What a form carries of a kept block of that type under a name; None for anything that we did not sign."""
    try:
        signed_kind, raw = signing.loads(data.get(name) or "", salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return Kept(kind, raw) if signed_kind == kind else None


def _label(kind: str) -> str:
    return _("Part of a plugin: %(type)s") % {"type": kind}


@cache
def kept_block(kind: str) -> KeptBlock:
    """The block that keeps blocks of a type; types are those that were once stored."""
    made = KeptBlock(kind)
    made.set_name(kind)
    made.is_previewable = False
    return made
