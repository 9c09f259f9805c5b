from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Joins allauth to our users: e-mail is the name one signs in with."""

    def populate_username(self, request: Any, user: Any) -> None:
        """We keep no user names."""
