"""The form fields that plugins ask for, as fields of the site's form.

The form only reads what was typed; what a value must be, the record says, here and in the API alike.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from consultations.extension_points.submissions import FieldValue, SubmissionField
from consultations.form_fields.declaring import Asked
from consultations.form_fields.entering import given_values, judged
from consultations.form_fields.refusals import FieldsRefused

#: From this length on a text is given several lines.
LONG_TEXT = 200


class PluginFields:
    """What is asked, under the names that the HTML form uses."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._keys = {f"x-{one.plugin}-{one.field.name}": one.key for one in asked.fields}
        self._names = {key: name for name, key in self._keys.items()}
        self.form_fields: dict[str, forms.Field] = {
            self._names[one.key]: _form_field(one.field) for one in asked.fields
        }

    def name_of(self, key: str) -> str | None:
        """The form's name of a field "slug.name"; None where the form does not have it."""
        return self._names.get(key)

    def values(self, cleaned: Mapping[str, Any]) -> dict[str, FieldValue]:
        """What was entered, {"slug.name": value}, of all that could be read."""
        return {key: _plain(cleaned[name]) for name, key in self._keys.items() if name in cleaned}

    def mistakes(self, cleaned: Mapping[str, Any], wrong: Collection[str]) -> Iterator[tuple[str | None, str]]:
        """(name, message) of everything the record will not take, save in fields that are wrong already."""
        try:
            _entered, refusals = judged(self._asked, given_values(self.values(cleaned)))
        except FieldsRefused as refused:
            refusals = list(refused.refusals)
        for refusal in refusals:
            name = self.name_of(refusal.key)
            if name not in wrong:
                yield name, str(refusal.message)


def _plain(value: Any) -> FieldValue:
    if isinstance(value, date):
        return value.isoformat()
    plain: FieldValue = value
    return plain


def _form_field(asked: SubmissionField) -> forms.Field:
    made = _KINDS[asked.kind](asked)
    tick = asked.kind == "bool"
    made.label = asked.label if asked.required or tick else _("%(label)s (optional)") % {"label": asked.label}
    for_staff = "" if asked.is_public else _("Not shown in public: only the institution sees it.")
    made.help_text = " ".join(part for part in (str(asked.help), for_staff) if part)
    made.required = False  # the record says what is missing, beside everything else that is wrong
    if asked.required and asked.kind != "choices":
        made.widget.attrs["required"] = True
    return made


def _choice(asked: SubmissionField) -> forms.Field:
    return forms.CharField(widget=forms.Select(choices=[("", "–"), *asked.choices]))


def _choices(asked: SubmissionField) -> forms.Field:
    return _SeveralField(widget=forms.CheckboxSelectMultiple(choices=list(asked.choices)))


def _text(asked: SubmissionField) -> forms.Field:
    attrs = {"dir": "auto", "maxlength": asked.max_length}
    if asked.max_length >= LONG_TEXT:
        return forms.CharField(strip=False, widget=forms.Textarea(attrs={**attrs, "rows": 3}))
    return forms.CharField(strip=False, widget=forms.TextInput(attrs=attrs))


def _int(asked: SubmissionField) -> forms.Field:
    # No type="number": browsers empty it of what is no number, and what somebody typed would be lost.
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(widget=widget, error_messages={"invalid": _("Enter a whole number.")})


def _bool(asked: SubmissionField) -> forms.Field:
    return forms.BooleanField()


def _date(asked: SubmissionField) -> forms.Field:
    # Browsers send YYYY-MM-DD; where there is no date picker, people write as they are used to.
    formats = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%Y.", "%d/%m/%Y"]
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    message = _("Enter a date: year, month and day.")
    return forms.DateField(input_formats=formats, widget=widget, error_messages={"invalid": message})


class _SeveralField(forms.Field):
    """Several ticked boxes, as a list of their values."""

    def to_python(self, value: Any) -> list[str]:
        """What was ticked; what was offered, the record knows."""
        return [str(one) for one in value or []]


_KINDS = {"choice": _choice, "choices": _choices, "text": _text, "int": _int, "bool": _bool, "date": _date}
