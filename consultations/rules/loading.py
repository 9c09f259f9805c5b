"""Rule sets: what the law asks of a consultation, read from the TOML files beside this module.

A file has `code` (its name), `calendar` (the country whose working days count, ISO 3166-1 alpha-2, XK for
Kosovo), `source` (the act), `verified` (whether a lawyer has read it), `assumptions` (what we read into it),
`names` {language: text}, `[opening.<act type>]` and `[response]`, each {count, unit}. A rule set without
openings leaves the period to each call.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import holidays

from consultations.errors import RuleSetUnknown
from consultations.translated import pick

FOLDER = Path(__file__).parent
STANDARD = "standard"
_FIELDS = {"code", "calendar", "source", "verified", "assumptions", "names", "opening", "response"}


class RuleDataError(ValueError):
    """A rule set's file says something that cannot be meant; names the file and the field."""


class Unit(StrEnum):
    DAYS = "days"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True)
class Period:
    """A number of days after the first, which does not count."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """What the law of one place asks."""

    code: str
    calendar: str
    source: str
    verified: bool
    names: Mapping[str, str]
    assumptions: tuple[str, ...]
    openings: Mapping[str, Period]
    response: Period | None

    def opening(self, act_type: str) -> Period | None:
        """The shortest opening for an act type; that of standard acts where it says nothing of this type."""
        return self.openings.get(act_type) or self.openings.get(STANDARD)

    def name_in(self, language: str) -> str:
        """Its name, in `language` or the nearest there is."""
        return pick(self.names, language)


@cache
def rule_sets() -> Mapping[str, RuleSet]:
    """Every rule set by its code. Raises RuleDataError."""
    loaded = [load(path) for path in sorted(FOLDER.glob("*.toml"))]
    return {rule_set.code: rule_set for rule_set in loaded}


def rule_set(code: str) -> RuleSet:
    """The rule set of that code. Raises RuleSetUnknown."""
    try:
        return rule_sets()[code]
    except KeyError:
        raise RuleSetUnknown(rule_set=code) from None


def load(path: Path) -> RuleSet:
    """One file, checked. Raises RuleDataError."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RuleDataError(f"{path.name}: {error}") from error
    return _checked(data, path)


def _checked(data: Mapping[str, Any], path: Path) -> RuleSet:
    where = path.name
    if unknown := sorted(set(data) - _FIELDS):
        raise RuleDataError(f"{where}: unknown fields {', '.join(unknown)}")
    if data.get("code") != path.stem:
        raise RuleDataError(f"{where}: code must be {path.stem!r}")
    if data.get("calendar") not in holidays.list_supported_countries():
        raise RuleDataError(f"{where}: no working-day calendar for {data.get('calendar')!r}")
    if not isinstance(data.get("source"), str) or not data["source"].strip():
        raise RuleDataError(f"{where}: source must name the act")
    if not isinstance(data.get("verified"), bool):
        raise RuleDataError(f"{where}: verified must be true or false")
    names, assumptions = data.get("names"), data.get("assumptions", [])
    if not isinstance(names, dict) or not names.get("en") or not all(isinstance(v, str) for v in names.values()):
        raise RuleDataError(f"{where}: names must be texts by language, English among them")
    if not isinstance(assumptions, list) or not all(isinstance(item, str) for item in assumptions):
        raise RuleDataError(f"{where}: assumptions must be a list of texts")
    openings = data.get("opening", {})
    if not isinstance(openings, dict) or (openings and STANDARD not in openings):
        raise RuleDataError(f"{where}: opening must have a table for {STANDARD!r} acts")
    response = data.get("response")
    return RuleSet(
        code=data["code"],
        calendar=data["calendar"],
        source=data["source"],
        verified=data["verified"],
        names=names,
        assumptions=tuple(assumptions),
        openings={act: _period(where, f"opening.{act}", value) for act, value in openings.items()},
        response=None if response is None else _period(where, "response", response),
    )


def _period(where: str, field: str, value: Any) -> Period:
    if not isinstance(value, dict) or set(value) != {"count", "unit"}:
        raise RuleDataError(f"{where}: {field} must have count and unit")
    count = value["count"]
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= 366:
        raise RuleDataError(f"{where}: {field}.count must be a whole number from 1 to 366")
    try:
        return Period(count, Unit(value["unit"]))
    except ValueError:
        raise RuleDataError(f"{where}: {field}.unit must be one of {', '.join(Unit)}") from None
