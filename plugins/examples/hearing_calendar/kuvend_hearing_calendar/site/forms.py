"""What somebody who comes fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class RegistrationForm(forms.Form):
    """Name and address. `refuse` shows what the hearing says to it."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        help_text=_("For the list at the door. It is not public."),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        help_text=_(
            "For one message to confirm, one to remind you, and one if anything changes. It is not public."
        ),
    )

    def __init__(self, data: Any = None, *, user: Any) -> None:
        initial = {"email": user.email} if user.is_authenticated else {}
        super().__init__(data, initial=initial)
