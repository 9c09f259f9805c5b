"""How many contributions to a consultation come from which settlement."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from kuvend_neighbourhoods.fields import FIELD, PLUGIN
from kuvend_neighbourhoods.settling import names_of
from plugins.api.record import field_counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A settlement and how many contributions come from it; `share` in whole per cent of the largest number."""

    code: str
    names: Mapping[str, str]
    contributions: int
    share: int


def counts_of(consultation: UUID) -> list[Count]:
    """The settlements that something came from, most first; nothing where the plugin is off. Four queries at most.

    Only what is public is counted.
    """
    counted = {str(code): number for code, number in field_counts(PLUGIN, FIELD, consultation).items()}
    if not counted:
        return []
    names = names_of(counted)
    largest = max(counted.values())
    return [
        Count(
            code=code,
            names=names.get(code, {"en": code}),
            contributions=number,
            share=round(100 * number / largest),
        )
        for code, number in counted.items()
    ]
