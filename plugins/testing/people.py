"""Somebody of every kind: visitor, citizen, those who work for an institution, operator."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils.module_loading import import_string

from consultations.models import Institution

PASSWORD = "password"  # noqa: S105 - of people who exist for the length of a test
STAFF_ROLES = ("moderator", "official", "editor", "reviewer", "administrator")


def make_citizen(email: str = "citizen@example.org") -> Any:
    """Somebody with an account and no role."""
    return get_user_model()._default_manager.create_user(email, PASSWORD, first_name="Ana")


def make_staff(institution: Institution, role: str) -> Any:
    """Somebody who holds a role of `STAFF_ROLES` in the institution and may enter the admin."""
    user = make_citizen(f"{role}@{institution.slug}.example.org")
    appoint(user, institution, role)
    return user


def appoint(user: Any, institution: Institution, role: str) -> None:
    """Give somebody a role of `STAFF_ROLES`, beside those they hold elsewhere."""
    import_string(settings.PLUGIN_TESTING_APPOINT)(institution=institution, user=user, role=role)


def make_operator() -> Any:
    """A superuser."""
    return get_user_model()._default_manager.create_superuser("operator@testville.example", PASSWORD)


def client_of(user: Any | None) -> Client:
    """A browser of its own, signed in as the user; None for a visitor."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client
