from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Who may sign in: citizens with a code by e-mail, staff with a password."""

    name = "cms.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
