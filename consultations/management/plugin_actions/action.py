"""The shape of one action of `manage.py plugins`, and what several need."""

from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from consultations.models import Consultation, Institution

Options = dict[str, Any]


@dataclass(frozen=True)
class Action:
    """One word after `manage.py plugins`. `run` may raise `CommandError` or `ActivationRefused`."""

    name: str
    help: str
    run: Callable[[BaseCommand, Options], None]
    arguments: Callable[[ArgumentParser], None] = lambda parser: None


def institution_of(slug: str) -> Institution:
    """The institution of that slug; `CommandError` naming those there are."""
    institution = Institution.objects.filter(slug=slug).first()
    if institution is None:
        known = ", ".join(Institution.objects.values_list("slug", flat=True)) or "none"
        raise CommandError(f"There is no institution {slug!r}. Known: {known}.")
    return institution


def consultation_of(uuid: UUID) -> Consultation:
    """The consultation of that uuid, with its institution; else `CommandError`."""
    consultation = Consultation.objects.select_related("institution").filter(uuid=uuid).first()
    if consultation is None:
        raise CommandError(
            f"There is no consultation {uuid}. Its uuid is in the address of its page, after /consultations/."
        )
    return consultation
