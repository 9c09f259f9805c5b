"""allauth's forms in the site's own words, which are translated into all its languages."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EMAIL = _("E-mail address")
CODE = _("Code from the message")
CODE_HELP = _("Letters and digits; capitals or not makes no difference.")


class PlainWords:
    """Gives the named fields labels of ours, and takes away placeholders, which vanish when one types."""

    labels: dict[str, str | Promise] = {}
    help_texts: dict[str, str | Promise] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in self.labels.items():
            field = self.fields[name]
            field.label = label  # type: ignore[assignment]
            field.help_text = self.help_texts.get(name, "")  # type: ignore[assignment]
            field.widget.attrs.pop("placeholder", None)


class LoginForm(PlainWords, allauth_forms.LoginForm):
    """Asks for the address a code is sent to."""

    labels = {"login": EMAIL}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.pop("remember", None)


class RequestLoginCodeForm(PlainWords, allauth_forms.RequestLoginCodeForm):
    """The same on a page of its own."""

    labels = {"email": EMAIL}


class SignupForm(PlainWords, allauth_forms.SignupForm):
    """Asks for the address of a new account."""

    labels = {"email": EMAIL}


class ConfirmLoginCodeForm(PlainWords, allauth_forms.ConfirmLoginCodeForm):
    """Asks for the code that signs in."""

    labels = {"code": CODE}
    help_texts = {"code": CODE_HELP}


class ConfirmEmailVerificationCodeForm(PlainWords, allauth_forms.ConfirmEmailVerificationCodeForm):
    """Asks for the code that confirms a new account's address."""

    labels = {"code": CODE}
    help_texts = {"code": CODE_HELP}
