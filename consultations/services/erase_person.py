"""Erasing who somebody is, and where it is asked for, what they said (GDPR article 17).

What was said and answered in public is a public record, kept in the public interest (article 17(3)): by
default it stays, without anything that tells who said it. The ledger stays verifiable, because it holds
commitments only.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consultations import clock, ledger
from consultations.errors import RecordError
from consultations.events import Kind, RecordEvent
from consultations.models import (
    Consultation,
    ContactDetail,
    ErasureAudit,
    LedgerEvent,
    Participant,
    Submission,
    SubmissionFieldValue,
)
from consultations.people import Person, PersonUnknown, context_of
from consultations.personal_data import erased_by_plugins
from consultations.recording import Change, emit, record
from consultations.states import SubmissionState

CORE = "core"


class AccountHasRoles(RecordError):
    """The account works for an institution: its roles have to be taken from it first."""

    code = "account_has_roles"
    template = _("This account has roles or is an operator's. Take its roles away first.")


class SentMeanwhile(RecordError):
    """The person sent something elsewhere while this began."""

    code = "sent_meanwhile"
    template = _("Something was sent in this moment. Please try again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was erased. `counts`: how many things, by "core" or a plugin's slug."""

    counts: Mapping[str, int]
    submissions: int
    texts: int
    account: bool


def erase_person(
    *,
    person: Person,
    with_texts: bool = False,
    without: Collection[str] = (),
    actor: AbstractBaseUser | None,
    now: datetime | None = None,
) -> Erased:
    """Erase a person's names, address, account and form field values, and what plugins store about them.

    The texts of what was never public are always erased; those of public submissions only `with_texts`: a trace
    that the author withdrew it stays then. `without`: plugins that are not asked, because they cannot be.
    One transaction: a plugin that fails undoes all of it.

    Raises AccountHasRoles, PluginNotAsked, SentMeanwhile; PersonUnknown where there is nothing to erase.
    """
    now = now or clock.now()
    with transaction.atomic():
        person = _locked_account(person)
        consultations = _locked_consultations(person)
        submissions = _locked_submissions(person, consultations)
        _require_no_roles(person)
        counts = erased_by_plugins(context_of(person), without=without)
        if not person.is_in_the_record and not any(counts.values()):
            raise PersonUnknown
        kept: frozenset[UUID] = frozenset() if with_texts else _once_public(submissions)
        silenced = [row for row in submissions if row.content_salt and row.uuid not in kept]
        counts = {CORE: _erase_identity(person, submissions, now) + len(silenced), **counts}
        _erase_words(silenced, consultations, ledger.by_staff(actor), now)
        _tell(submissions, consultations, with_texts, ledger.by_staff(actor), now)
        account = _delete_account(person)
        ErasureAudit.objects.create(at=now, actor=ledger.by_staff(actor), with_texts=with_texts, counts=counts)
    return Erased(counts=counts, submissions=len(submissions), texts=len(silenced), account=account)


def _locked_account(person: Person) -> Person:
    """The person as they are once their account can take part for the first time nowhere any more.

    What is sent refers to the account or to its participant. Both are deleted below: of what is sent meanwhile and
    not seen here the database takes nothing, for want of what it refers to.
    """
    if person.user is None:
        return person
    list(get_user_model()._default_manager.select_for_update().filter(pk=person.user).values_list("pk"))
    own = Participant.objects.filter(user_id=person.user).values_list("pk", flat=True)
    return replace(person, participants=tuple(sorted({*person.participants, *own})))


def _locked_consultations(person: Person) -> dict[int, Consultation]:
    """The consultations in which the person took part, always locked in the same order."""
    concerned = Submission.objects.filter(participant__in=person.participants).values("consultation")
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("institution")
    return {row.pk: row for row in rows.filter(pk__in=concerned).order_by("pk")}


def _locked_submissions(person: Person, consultations: Mapping[int, Consultation]) -> list[Submission]:
    """All of them, with their author's rows: nothing can be sent in their name meanwhile."""
    list(Participant.objects.select_for_update().filter(pk__in=person.participants).order_by("pk"))
    rows = Submission.objects.select_for_update().filter(participant__in=person.participants)
    submissions = list(rows.order_by("pk"))
    if any(row.consultation_id not in consultations for row in submissions):
        raise SentMeanwhile
    return submissions


def _require_no_roles(person: Person) -> None:
    user = get_user_model()._default_manager.filter(pk=person.user).first() if person.user else None
    if user is not None and (user.is_staff or user.is_superuser or user.groups.exists()):
        raise AccountHasRoles


def _once_public(submissions: Sequence[Submission]) -> frozenset[UUID]:
    """Those whose words the public ever saw: of one that was hidden before, it saw the trace alone."""
    events = LedgerEvent.objects.filter(
        consultation__in={row.consultation_id for row in submissions},
        subject__in=[row.uuid for row in submissions],
        kind__in=(Kind.SUBMISSION_PUBLISHED, Kind.SUBMISSION_RESTORED),
    )
    return frozenset(uuid for uuid in events.values_list("subject", flat=True) if uuid is not None)


def _erase_identity(person: Person, submissions: Sequence[Submission], now: datetime) -> int:
    """How many things were erased: addresses, participants, signed submissions, values of form fields."""
    contacts, _by_model = ContactDetail.objects.filter(participant__in=person.participants).delete()
    nobody = _nobody_instead(person, submissions, now)
    values, _by_model = SubmissionFieldValue.objects.filter(submission__in=submissions).delete()
    signed = sum(bool(row.author_name or row.author_organisation) for row in submissions)
    for row in submissions:
        row.author_name = row.author_organisation = row.fields_salt = row.request_hash = ""
        row.idempotency_hash = None
    Submission.objects.bulk_update(
        submissions, ["author_name", "author_organisation", "fields_salt", "request_hash", "idempotency_hash"]
    )
    return contacts + nobody + values + signed


def _nobody_instead(person: Person, submissions: Sequence[Submission], now: datetime) -> int:
    """Put a new, nameless participant in the place of each; how many.

    What a plugin, a log or a backup still knows the old ones by leads nowhere. They are deleted rather than
    emptied, so that nothing which is being sent in their name can still be stored.
    """
    participants = list(Participant.objects.filter(pk__in=person.participants).order_by("pk"))
    made = {one.pk: Participant.objects.create(kind=one.kind, erased_at=now) for one in participants}
    for row in submissions:
        row.participant = made[row.participant_id]
    Submission.objects.bulk_update(submissions, ["participant"])
    Participant.objects.filter(pk__in=made).delete()
    return len(made)


def _erase_words(
    submissions: Sequence[Submission], consultations: Mapping[int, Consultation], actor: str, now: datetime
) -> None:
    """Erase texts with their salts; what stays is a trace. Whatever its state was, it is withdrawn now."""
    withdrawn = [row for row in submissions if row.state != SubmissionState.WITHDRAWN]
    for row in submissions:
        row.text, row.quote, row.content_salt = "", None, ""
        row.state, row.hold_reason = SubmissionState.WITHDRAWN, ""
    Submission.objects.bulk_update(submissions, ["text", "quote", "content_salt", "state", "hold_reason"])
    for key, consultation in consultations.items():
        changes = [
            Change(kind=Kind.SUBMISSION_WITHDRAWN, actor=actor, at=now, submission=row.uuid)
            for row in withdrawn
            if row.consultation_id == key
        ]
        if changes:
            record(consultation, changes)


def _tell(
    submissions: Sequence[Submission],
    consultations: Mapping[int, Consultation],
    with_texts: bool,
    actor: str,
    now: datetime,
) -> None:
    """One entry a consultation, which does not say whose submissions; plugins hear of each."""
    for consultation in consultations.values():
        entry = ledger.Entry(kind=Kind.PERSON_ERASED, at=now, actor=actor, payload={"texts": with_texts})
        ledger.append(consultation, [entry])
    events = [
        RecordEvent(
            kind=Kind.SUBMISSION_ERASED,
            institution=consultations[row.consultation_id].institution.uuid,
            consultation=consultations[row.consultation_id].uuid,
            submission=row.uuid,
            at=now,
        )
        for row in submissions
    ]
    if events:
        emit(events)


def _delete_account(person: Person) -> bool:
    if person.user is None:
        return False
    deleted, _by_model = get_user_model()._default_manager.filter(pk=person.user).delete()
    return bool(deleted)
