"""Personal data that plugins store: handing it to the person, and erasing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from plugins.kernel.points import ExtensionPoint, Timing


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonContext:
    """One person, by the identifiers the record has for them; never a name or an address.

    `user` is the primary key of the account, if there is one. `address_fingerprints` are those of the e-mail
    addresses the person is known by (`plugins.api.participation.address_fingerprint`).
    """

    institution: UUID | None
    participants: tuple[UUID, ...]
    submissions: tuple[UUID, ...]
    user: int | None = None
    address_fingerprints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalRecord:
    """One thing stored about a person: what it is ("polls.answer") and its values, ready for JSON."""

    kind: str
    values: Mapping[str, Any]


PERSONAL_DATA_EXPORT: ExtensionPoint[PersonContext, list[PersonalRecord]] = ExtensionPoint(
    "personal_data.export",
    PersonContext,
    list[PersonalRecord],
    options=frozenset(),
    doc="""Everything the plugin stores about a person, for their right of access (GDPR article 15). Asked of
    every loaded plugin, on or off: what is stored is theirs either way. One that fails is named, and nothing is
    handed out.""",
)
PERSONAL_DATA_ERASE: ExtensionPoint[PersonContext, int] = ExtensionPoint(
    "personal_data.erase",
    PersonContext,
    int,
    timing=Timing.IN_TRANSACTION,
    options=frozenset(),
    doc="""Erase what the plugin stores about a person (GDPR article 17); returns how many things. Asked of every
    loaded plugin, on or off, before the record erases its own. One that fails leaves the whole erasure undone and
    is named to who asked for it. The participants' uuids lead nowhere afterwards.""",
)
