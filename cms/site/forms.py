"""The forms of the public site."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from cms.site.plugin_fields import PluginFields
from consultations.authors import EMAIL_LIMIT, NAME_LIMIT, ORGANISATION_LIMIT
from consultations.errors import SubmissionRefused, TextEmpty
from consultations.extension_points.submissions import FieldValue
from consultations.form_fields.declaring import Asked
from consultations.form_fields.refusals import FieldsRefused
from consultations.languages import SUBMISSION_LANGUAGES
from consultations.states import ConsultationState

#: Which field of the form an error of the record belongs to; others concern the whole form.
_FIELD_OF = {
    "display_name": "name",
    "organisation": "organisation",
    "email": "email",
    "text": "text",
    "language": "language",
}


class VerbatimField(forms.CharField):
    """Text that reaches the record as it was typed: the record itself says what it cannot keep."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"strip": False, **options})
        self.validators = [v for v in self.validators if not isinstance(v, ProhibitNullCharactersValidator)]


class TakePartForm(forms.Form):
    """What somebody sends to a consultation, with the fields that plugins ask for.

    Without `email` for those who are signed in.
    """

    text = VerbatimField(
        label=_("Your text"),
        required=False,  # the record says that it is empty, as it says everything else about it
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto", "data-count": "text-count"}),
        help_text=_("Write in the language and script you like. What you write is public."),
    )
    language = forms.ChoiceField(
        label=_("Language of your text"),
        choices=list(SUBMISSION_LANGUAGES.items()),
        error_messages={"invalid_choice": _("Choose one of the offered languages.")},
    )
    name = VerbatimField(
        label=_("Name (optional)"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto", "maxlength": NAME_LIMIT}),
        help_text=_("Shown with your text. Left empty, your text stands without a name."),
    )
    organisation = VerbatimField(
        label=_("Organisation (optional)"),
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "organization", "dir": "auto", "maxlength": ORGANISATION_LIMIT}
        ),
        help_text=_("Only if you write on its behalf. Shown with your text."),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=EMAIL_LIMIT,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        help_text=_("Never shown. We send you one message with a link that confirms your contribution."),
        error_messages={"required": _("Enter your e-mail address.")},
    )
    idempotency_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, signed_in: bool, asked: Asked | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._of_plugins = PluginFields(asked or Asked())
        self.fields.update(self._of_plugins.form_fields)
        self.fields["text"].widget.attrs["data-limit"] = settings.SUBMISSION_TEXT_LIMIT
        self.fields["text"].widget.attrs["required"] = True
        if signed_in:
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        """Say of an empty text at once, beside what else is wrong, what the record would say later."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("text", "").strip():
            self.add_error("text", TextEmpty().message)
        for name, message in self._of_plugins.mistakes(cleaned, self.errors):
            self.add_error(name, message)
        return cleaned

    @property
    def plugin_fields(self) -> list[forms.BoundField]:
        """The fields that plugins ask for, in order."""
        return [self[name] for name in self._of_plugins.form_fields]

    @property
    def entered(self) -> dict[str, FieldValue]:
        """What was entered in them, {"slug.name": value}, once the form is valid."""
        return self._of_plugins.values(self.cleaned_data)

    def refuse(self, refusal: SubmissionRefused) -> None:
        """Show why the record did not take it, at the field to blame."""
        if isinstance(refusal, FieldsRefused):
            for one in refusal.refusals:
                self.add_error(self._of_plugins.name_of(one.key), one.message)
            return
        field = _FIELD_OF.get(refusal.field)
        self.add_error(field if field in self.fields else None, refusal.message)

    def renew_key(self) -> None:
        """Give the form a key of its own, for a text that is another than the one sent under the old key."""
        self.data = {**self.data.dict(), "idempotency_key": new_key()}  # type: ignore[attr-defined]


class ConsultationFilterForm(forms.Form):
    """Which consultations to list. Values that are none of ours are no filter."""

    state = forms.ChoiceField(label=_("State"), required=False)
    institution = forms.ChoiceField(label=_("Institution"), required=False)

    def __init__(self, *args: Any, institutions: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        states = [(state.value, state.label.capitalize()) for state in ConsultationState]
        self.fields["state"].choices = [("", _("All")), *states]  # type: ignore[attr-defined]
        self.fields["institution"].choices = [("", _("All")), *institutions]  # type: ignore[attr-defined]

    def chosen(self) -> tuple[ConsultationState | None, str | None]:
        """The state and the institution's slug asked for, None for no filter."""
        self.is_valid()
        state = self.cleaned_data.get("state")
        return ConsultationState(state) if state else None, self.cleaned_data.get("institution") or None


def new_key() -> str:
    """A fresh idempotency key."""
    return uuid.uuid4().hex
