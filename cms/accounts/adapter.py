from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    """Joins allauth to our users: e-mail is the name one signs in with, and one stays in one's language."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "email_taken": _("There is already an account with this address."),
        "incorrect_code": _("This is not the code from the message. Check it, or ask for a new one."),
        "rate_limited": _("Too many attempts. Please wait a few minutes."),
        "too_many_login_attempts": _("Too many attempts. Please wait a few minutes."),
    }

    def populate_username(self, request: Any, user: Any) -> None:
        """We keep no user names."""

    def get_login_redirect_url(self, request: Any) -> str:
        """To what one has sent, in the language of the page one signed in on."""
        return reverse("record:my_submissions")

    get_signup_redirect_url = get_login_redirect_url

    def get_logout_redirect_url(self, request: Any) -> str:
        """To the list of consultations, in the same language."""
        return reverse("record:consultations")
