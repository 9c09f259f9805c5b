"""The form that saves a search."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plugins.api.participation import EmailInvalid, normalised_address
from plugins.bundled.submission_search.models import HowOften


class SaveForm(forms.Form):
    """How often to write; to which address, for somebody who is not signed in."""

    how_often = forms.ChoiceField(
        label=_("How often"), choices=HowOften.choices, initial=HowOften.DAILY, widget=forms.RadioSelect
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We send a mail there first, to ask whether it was you. Nobody else learns of it."),
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
    )

    def __init__(self, *args: Any, signed_in: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if signed_in:
            del self.fields["email"]

    def clean_email(self) -> str:
        """The address as it is compared."""
        try:
            return normalised_address(self.cleaned_data["email"])
        except EmailInvalid as error:
            raise forms.ValidationError(error.message) from None
