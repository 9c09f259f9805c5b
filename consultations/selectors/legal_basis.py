"""What the rule set of a consultation asked for, and whether it was kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from consultations.errors import RuleSetUnknown
from consultations.rules.calendars import earliest_closing, response_due
from consultations.rules.loading import Period, rule_set
from consultations.selectors.views import ConsultationView
from consultations.translated import pick


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """The act that a consultation was held under.

    `is_verified`: a lawyer has read the act for this platform. `opening`: how long it asks for, None where it
    leaves that to each call; `opening_kept` compares the dates with it. `response_due`: by when it wants the
    answers, None where it sets no date; `response_kept` is None until they are all there or the date is past.
    """

    rule_set: str
    act_type: str
    names: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    is_verified: bool = False
    opening: Period | None = None
    earliest_closing: datetime | None = None
    opening_kept: bool | None = None
    response: Period | None = None
    response_due: datetime | None = None
    response_kept: bool | None = None

    def name_in(self, language: str) -> str:
        """The rule set's name, in `language` or the nearest there is."""
        return pick(self.names, language)


def legal_basis(consultation: ConsultationView, *, now: datetime) -> LegalBasis:
    """The legal basis of a consultation, at `now`. No query. A rule set that is gone leaves its code alone."""
    try:
        rules = rule_set(consultation.rule_set)
    except RuleSetUnknown:
        return LegalBasis(rule_set=consultation.rule_set, act_type=consultation.act_type)
    zone = ZoneInfo(consultation.institution.time_zone)
    opening = rules.opening(consultation.act_type)
    earliest = earliest_closing(rules, consultation.act_type, consultation.opens_at, zone) if opening else None
    due = response_due(rules, consultation.closes_at, zone)
    return LegalBasis(
        rule_set=rules.code,
        act_type=consultation.act_type,
        names=rules.names,
        source=rules.source,
        is_verified=rules.verified,
        opening=opening,
        earliest_closing=earliest,
        opening_kept=None if earliest is None else consultation.closes_at >= earliest,
        response=rules.response,
        response_due=due,
        response_kept=_kept(due, consultation.answered_at, now),
    )


def _kept(due: datetime | None, answered_at: datetime | None, now: datetime) -> bool | None:
    if due is None:
        return None
    if answered_at is not None:
        return answered_at <= due
    return False if now > due else None
