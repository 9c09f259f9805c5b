"""An institution sets a consultation's dates, and what it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from consultations import clock, ledger
from consultations.errors import DatesFixed, DatesInvalid, NotFound, TitleMissing, TooShort, TransitionRefused
from consultations.events import Kind
from consultations.models import Consultation, ConsultationDocument, Institution, Version
from consultations.recording import Change, record
from consultations.rules.calendars import earliest_closing
from consultations.rules.loading import rule_set
from consultations.states import ConsultationState, consultation_state


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What the editor asks for."""

    titles: dict[str, str]
    summaries: dict[str, str]
    act_type: str
    opens_at: datetime
    closes_at: datetime
    versions: tuple[Version, ...]
    topics: list[str]


def schedule_consultation(
    *,
    institution: Institution,
    uuid: UUID,
    titles: Mapping[str, str],
    summaries: Mapping[str, str],
    act_type: str,
    opens_at: datetime,
    closes_at: datetime,
    versions: Sequence[Version],
    actor: AbstractBaseUser | None,
    source_language: str,
    topics: Sequence[str] = (),
    now: datetime | None = None,
) -> Consultation:
    """Write a consultation, or write it anew: idempotent, the page it is published from says all of it.

    Nobody opens in the past: an earlier `opens_at` means now. Until it opens everything may change. From then
    on its opening and its versions stay those that people were shown (others given here are passed over) and
    its closing may only be put off; titles, summaries and topics (slugs of the vocabulary) may be corrected, which
    the ledger notes.

    Raises TooShort (with the earliest lawful closing), DatesInvalid, DatesFixed, TitleMissing,
    RuleSetUnknown, TransitionRefused for a cancelled one, NotFound for another institution's.
    """
    now = now or clock.now()
    plan = _Plan(
        titles={language: title for language, title in titles.items() if title.strip()},
        summaries={language: text for language, text in summaries.items() if text.strip()},
        act_type=act_type,
        opens_at=opens_at,
        closes_at=closes_at,
        versions=tuple(versions),
        topics=list(dict.fromkeys(topics)),
    )
    if source_language not in plan.titles:
        raise TitleMissing
    if any(version.document.institution_id != institution.pk for version in plan.versions):
        raise NotFound
    with transaction.atomic():
        rows = Consultation.objects.select_for_update(of=("self",)).select_related("institution")
        consultation = rows.filter(uuid=uuid).first()
        if consultation is None:
            return _create(institution, uuid, source_language, plan, actor, now)
        if consultation.institution_id != institution.pk:
            raise NotFound
        return _change(consultation, plan, actor, now)


def _create(
    institution: Institution,
    uuid: UUID,
    source_language: str,
    plan: _Plan,
    actor: AbstractBaseUser | None,
    now: datetime,
) -> Consultation:
    opens_at = max(plan.opens_at, now)
    _require_lawful(institution, institution.rule_set, plan.act_type, opens_at, plan.closes_at)
    consultation = Consultation.objects.create(
        uuid=uuid,
        institution=institution,
        rule_set=institution.rule_set,
        act_type=plan.act_type,
        source_language=source_language,
        titles=plan.titles,
        summaries=plan.summaries,
        topics=plan.topics,
        opens_at=opens_at,
        closes_at=plan.closes_at,
        announced_state=ConsultationState.PLANNED,
        created_at=now,
    )
    _set_subjects(consultation, plan.versions)
    record(consultation, [_scheduled(consultation, plan.versions, actor, now)])
    return consultation


def _change(
    consultation: Consultation, plan: _Plan, actor: AbstractBaseUser | None, now: datetime
) -> Consultation:
    state = consultation_state(consultation, now)
    if state == ConsultationState.CANCELLED:
        raise TransitionRefused
    before = _said(consultation)
    if state == ConsultationState.PLANNED:
        consultation.opens_at, consultation.closes_at = max(plan.opens_at, now), plan.closes_at
        consultation.act_type = plan.act_type
        consultation.rule_set = consultation.institution.rule_set
        _require_lawful(
            consultation.institution,
            consultation.rule_set,
            consultation.act_type,
            consultation.opens_at,
            consultation.closes_at,
        )
        subjects = _set_subjects(consultation, plan.versions)
    else:
        _extend(consultation, plan.closes_at, state)
        subjects = False
    consultation.titles, consultation.summaries, consultation.topics = plan.titles, plan.summaries, plan.topics
    if before == _said(consultation) and not subjects:
        return consultation
    versions = Version.objects.filter(subjects__consultation=consultation).order_by("subjects__position")
    changed = ["titles", "summaries", "topics", "opens_at", "closes_at", "act_type", "rule_set"]
    record(consultation, [_scheduled(consultation, tuple(versions), actor, now)], also_save=changed)
    return consultation


def _extend(consultation: Consultation, closes_at: datetime, state: ConsultationState) -> None:
    """Put off the closing of an open consultation; any other change of dates is refused."""
    if closes_at == consultation.closes_at:
        return
    if state != ConsultationState.OPEN or closes_at < consultation.closes_at:
        raise DatesFixed
    consultation.closes_at = closes_at


def _require_lawful(
    institution: Institution, rules_code: str, act_type: str, opens_at: datetime, closes_at: datetime
) -> None:
    if closes_at <= opens_at:
        raise DatesInvalid
    rules = rule_set(rules_code)
    earliest = earliest_closing(rules, act_type, opens_at, ZoneInfo(institution.time_zone))
    if closes_at < earliest:
        raise TooShort(earliest_closing=earliest, rule_set=rules.code)


def _set_subjects(consultation: Consultation, versions: Sequence[Version]) -> bool:
    """Make these the versions it is about, in this order; whether that changed anything."""
    wanted = [version.pk for version in dict.fromkeys(versions)]
    present = list(consultation.subjects.order_by("position").values_list("version_id", flat=True))
    if present == wanted:
        return False
    consultation.subjects.all().delete()
    ConsultationDocument.objects.bulk_create(
        ConsultationDocument(consultation=consultation, version_id=pk, position=position)
        for position, pk in enumerate(wanted)
    )
    return True


def _said(consultation: Consultation) -> dict[str, Any]:
    return {
        "titles": dict(consultation.titles),
        "summaries": dict(consultation.summaries),
        "topics": list(consultation.topics),
        "act_type": consultation.act_type,
        "opens_at": consultation.opens_at,
        "closes_at": consultation.closes_at,
    }


def _scheduled(
    consultation: Consultation, versions: Sequence[Version], actor: AbstractBaseUser | None, now: datetime
) -> Change:
    return Change(
        kind=Kind.CONSULTATION_SCHEDULED,
        actor=ledger.by_staff(actor),
        at=now,
        payload={
            "rule_set": consultation.rule_set,
            "act_type": consultation.act_type,
            "opens_at": ledger.timestamp(consultation.opens_at),
            "closes_at": ledger.timestamp(consultation.closes_at),
            "titles_hash": ledger.fingerprint(consultation.titles),
            "summaries_hash": ledger.fingerprint(consultation.summaries),
            "topics": list(consultation.topics),
            "versions": [
                {"version": str(version.uuid), "content_hash": version.content_hash} for version in versions
            ],
        },
    )
