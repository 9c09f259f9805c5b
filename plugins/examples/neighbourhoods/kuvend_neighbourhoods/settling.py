"""Keeping the list of settlements, and reading it."""

import unicodedata
from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from kuvend_neighbourhoods.models import Settlement
from plugins.api.record import InstitutionView, RecordError

MOST = 1_000
"""How many settlements an institution may have."""
LONGEST_CODE = 100

Texts = Mapping[str, str]


class SettlementRefused(RecordError):
    """A settlement that is not stored; the message is for who keeps the list."""

    code = "settlement_refused"


class CodeTaken(SettlementRefused):
    """Every settlement has a code of its own."""

    template = _("There is another settlement with the code “%(taken)s”.")


class TooMany(SettlementRefused):
    """People have to find theirs in the list."""

    template = _("A list has at most %(limit)d settlements.")


def active_settlements(institution: UUID) -> list[Settlement]:
    """What is offered, in order. One query."""
    return list(Settlement.objects.filter(institution=institution, is_active=True))


def names_of(codes: Collection[str]) -> dict[str, Texts]:
    """Code → names, of those that exist. One query."""
    return dict(Settlement.objects.filter(code__in=list(codes)).values_list("code", "names"))


def write_settlement(
    *, institution: InstitutionView, names: Texts, code: str = "", settlement: Settlement | None = None
) -> Settlement:
    """A new settlement at the end of the list, or one with other names; its code stays what it was.

    Without `code` it is made from the first of `names`. Raises subclasses of SettlementRefused.
    """
    with transaction.atomic():
        if settlement is not None:
            settlement.names = dict(names)
            settlement.save(update_fields=["names"])
            return settlement
        own = Settlement.objects.filter(institution=institution.uuid)
        if own.count() >= MOST:
            raise TooMany(limit=MOST)
        position = (own.aggregate(last=Max("position"))["last"] or 0) + 1
        full = full_code(institution, code or _plain(names, institution) or str(position))
        if Settlement.objects.filter(code=full).exists():
            raise CodeTaken(taken=full)
        return Settlement.objects.create(
            institution=institution.uuid, code=full, names=dict(names), position=position
        )


def full_code(institution: InstitutionView, code: str) -> str:
    """A code that no other institution's settlement has: it begins with the institution's own."""
    prefix = f"{institution.slug}-"
    plain = slugify(code)[:LONGEST_CODE]
    return plain if plain.startswith(prefix) else f"{prefix}{plain}"


def has_code(text: str) -> bool:
    """Whether all of a text's letters and digits are left in its code: two of Cyrillic could become one."""
    letters = [letter for letter in unicodedata.normalize("NFKD", text) if letter.isalnum()]
    return bool(letters) and all(letter.isascii() for letter in letters)


def _plain(names: Texts, institution: InstitutionView) -> str:
    """The first name in plain letters, "" where it has none."""
    return slugify(names.get(institution.default_language, ""))
