"""What somebody entered in plugins' form fields: read, checked against the declarations, and stored."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from consultations.extension_points.submissions import FieldValue, SubmissionField
from consultations.form_fields.declaring import Asked, DeclaredField
from consultations.form_fields.refusals import FieldRefused, FieldsRefused, missing, unknown
from consultations.models import Submission, SubmissionFieldValue
from consultations.texts.normalising import Unstorable, normalise_text

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}\.[a-z][a-z0-9_]{0,59}")
MOST_VALUES = 200
#: What every program that reads JSON understands exactly.
LARGEST = 2**53 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredField:
    """A value that its declaration allows."""

    plugin: str
    name: str
    value: FieldValue
    is_public: bool

    @property
    def key(self) -> str:
        """`slug.name`."""
        return f"{self.plugin}.{self.name}"


def given_values(fields: Mapping[str, Any] | None) -> dict[str, FieldValue]:
    """The values as they were sent, {"slug.name": value}, made ready: empty ones left out, texts normalised.

    Raises FieldsRefused for what can be no value of any field.
    """
    if not isinstance(fields or {}, Mapping) or len(fields or {}) > MOST_VALUES:
        raise FieldsRefused([FieldRefused()])
    values: dict[str, FieldValue] = {}
    refusals = []
    for key, value in (fields or {}).items():
        if not isinstance(key, str) or not KEY.fullmatch(key):
            refusals.append(FieldRefused(template=_("There is no such field."), code="field_unknown"))
            continue
        try:
            ready = _ready(value)
        except (Unstorable, TypeError):
            refusals.append(FieldRefused(key))
            continue
        if ready is not None:
            values[key] = ready
    if refusals:
        raise FieldsRefused(refusals)
    return values


def _ready(value: Any) -> FieldValue | None:
    """Raises TypeError for what is no value, Unstorable for a text that cannot be kept."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value
    if isinstance(value, str):
        text = normalise_text(value)
        return text if text.strip() else None
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return [normalise_text(item) for item in value] or None
    raise TypeError


def judged(
    asked: Asked, values: Mapping[str, FieldValue], *, all_needed: bool = True
) -> tuple[list[EnteredField], list[FieldRefused]]:
    """What is taken of ready values, and what is not. `all_needed` False: required fields may be left out.

    What was sent for a plugin that cannot say today what it asks is left out: it is no fault of the sender.
    """
    entered, refusals = [], []
    for key in values:
        if asked.get(key) is None and key.partition(".")[0] not in asked.silent:
            refusals.append(unknown(key))
    for one in asked.fields:
        try:
            value = _checked(one, values.get(one.key), is_needed=all_needed and one.field.required)
        except FieldRefused as refusal:
            refusals.append(refusal)
            continue
        if value is not None:
            is_public = bool(one.field.is_public)
            entered.append(EnteredField(plugin=one.plugin, name=one.field.name, value=value, is_public=is_public))
    return entered, refusals


def entered_fields(
    asked: Asked, values: Mapping[str, FieldValue], *, all_needed: bool = True
) -> list[EnteredField]:
    """What is taken of ready values, as `judged` says. Raises FieldsRefused with everything that is not."""
    entered, refusals = judged(asked, values, all_needed=all_needed)
    if refusals:
        raise FieldsRefused(refusals)
    return entered


def store_fields(submission: Submission, entered: list[EnteredField]) -> None:
    """Write the values of a submission that was just saved. One query, none where there are none."""
    if entered:
        SubmissionFieldValue.objects.bulk_create(
            SubmissionFieldValue(
                submission=submission,
                consultation=submission.consultation,
                plugin=field.plugin,
                name=field.name,
                value=field.value,
                is_public=field.is_public,
            )
            for field in entered
        )


def stored_fields(submission: Submission) -> dict[str, FieldValue]:
    """The values of a submission by "slug.name". One query, none where nothing was entered."""
    if not submission.fields_hash:
        return {}
    rows = SubmissionFieldValue.objects.filter(submission=submission).order_by("pk")
    return {f"{plugin}.{name}": value for plugin, name, value in rows.values_list("plugin", "name", "value")}


def _checked(one: DeclaredField, value: FieldValue | None, *, is_needed: bool) -> FieldValue | None:
    """Raises FieldRefused."""
    is_tick = one.field.kind == "bool"
    if is_needed and (value is None or (is_tick and value is False)):
        raise missing(one.key, is_tick=is_tick)
    if value is None:
        return None
    return _CHECKS[one.field.kind](one.key, one.field, value)


def _choice(key: str, field: SubmissionField, value: FieldValue) -> FieldValue:
    if not isinstance(value, str) or value not in dict(field.choices):
        raise FieldRefused(key, template=_("Choose one of what is offered."))
    return value


def _choices(key: str, field: SubmissionField, value: FieldValue) -> FieldValue:
    if not isinstance(value, list) or not set(value) <= set(dict(field.choices)):
        raise FieldRefused(key, template=_("Choose from what is offered."))
    return [offered for offered, _label in field.choices if offered in value]


def _text(key: str, field: SubmissionField, value: FieldValue) -> FieldValue:
    if not isinstance(value, str):
        raise FieldRefused(key, template=_("Enter a text."))
    if len(value) > field.max_length:
        raise FieldRefused(key, template=_("Enter at most %(limit)d characters."), limit=field.max_length)
    return value


def _int(key: str, field: SubmissionField, value: FieldValue) -> FieldValue:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST:
        raise FieldRefused(key, template=_("Enter a whole number."))
    if field.minimum is not None and value < field.minimum:
        raise FieldRefused(key, template=_("Enter at least %(limit)d."), limit=field.minimum)
    if field.maximum is not None and value > field.maximum:
        raise FieldRefused(key, template=_("Enter at most %(limit)d."), limit=field.maximum)
    return value


def _bool(key: str, field: SubmissionField, value: FieldValue) -> FieldValue:
    if not isinstance(value, bool):
        raise FieldRefused(key, template=_("Answer yes or no."))
    return value


def _date(key: str, field: SubmissionField, value: FieldValue) -> FieldValue:
    try:
        return date.fromisoformat(str(value) if isinstance(value, str) and len(value) == 10 else "").isoformat()
    except ValueError:
        raise FieldRefused(key, template=_("Enter a date: year, month and day.")) from None


_CHECKS: dict[str, Callable[[str, SubmissionField, FieldValue], FieldValue]] = {
    "choice": _choice,
    "choices": _choices,
    "text": _text,
    "int": _int,
    "bool": _bool,
    "date": _date,
}
