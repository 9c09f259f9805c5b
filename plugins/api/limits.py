"""Limits for what costs others something: mails to an address that nobody has confirmed."""

from consultations.api.clients import client_of
from consultations.limits import TooManyMails, limit_mails

__all__ = ["TooManyMails", "client_of", "limit_mails"]
