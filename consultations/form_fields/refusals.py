"""Why what was entered in plugins' form fields is not taken, field by field."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultations.errors import SubmissionRefused

PREFIX = "fields"


class FieldRefused(SubmissionRefused):
    """One value. `field` is `fields.slug.name`, or `fields` where there is not even a name to speak of."""

    code = "field_invalid"
    template: str | Promise = _("This cannot be stored.")

    def __init__(self, key: str = "", *, template: str | Promise = "", code: str = "", **params: Any) -> None:
        super().__init__(**params)
        self.key = key
        self.field = f"{PREFIX}.{key}" if key else PREFIX
        self.code = code or self.code
        self.template: str | Promise = template or type(self).template


class FieldsRefused(SubmissionRefused):
    """At least one value was not taken; `refusals` has all of them."""

    code = "fields_invalid"
    field = PREFIX
    template = _("Please check what you entered in the form.")

    def __init__(self, refusals: Sequence[FieldRefused]) -> None:
        super().__init__()
        self.refusals = tuple(refusals)


def missing(key: str, *, is_tick: bool) -> FieldRefused:
    """A field that has to be filled in, or ticked."""
    template = _("Tick this to go on.") if is_tick else _("Fill this in.")
    return FieldRefused(key, template=template, code="field_required")


def unknown(key: str) -> FieldRefused:
    """A field that nobody asks for."""
    return FieldRefused(key, template=_("There is no such field."), code="field_unknown")
