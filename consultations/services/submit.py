"""Taking a submission."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import get_language

from consultations import clock, ledger
from consultations.authors import Account, Author, Deposited, Guest, new_participant
from consultations.checking import apply_verdict, check, outcome_of_checks
from consultations.drafts import Draft, prepared
from consultations.errors import (
    AccountClosed,
    ConsultationNotOpen,
    ConsultationUnknown,
    IdempotencyMismatch,
    ParentUnknown,
    ProvisionUnknown,
    QuoteUnknown,
    VersionUnknown,
)
from consultations.events import Kind
from consultations.extension_points.submissions import SubmissionFieldsContext
from consultations.form_fields.declaring import asked_fields
from consultations.form_fields.entering import EnteredField, entered_fields, store_fields
from consultations.limits import limit_mails
from consultations.models import Consultation, Participant, ProvisionText, Submission, Version
from consultations.models.participant import ParticipantKind
from consultations.models.submission import Channel
from consultations.receipts import new_receipt_number
from consultations.recording import Change, Mail, record
from consultations.states import PUBLIC_TEXT, ConsultationState, SubmissionState, consultation_state
from consultations.tokens import follow_token

__all__ = ["Account", "Author", "Deposited", "Guest", "Submitted", "submit"]

ATTEMPTS = 3
#: The id of no account.
NOBODY = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """What became of it. `created` False: this is the submission an earlier post with the same key made."""

    submission: Submission
    created: bool
    follow_token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """What a submission is about: ids for its row, uuids for what is told of it."""

    version_id: int | None = None
    version: UUID | None = None
    provision_uid: UUID | None = None
    parent_id: int | None = None
    parent: UUID | None = None
    root_id: int | None = None


def submit(
    *,
    consultation_uuid: UUID,
    text: str,
    language: str,
    author: Author,
    provision_uid: UUID | None = None,
    version_uuid: UUID | None = None,
    parent_uuid: UUID | None = None,
    quote: Mapping[str, Any] | None = None,
    channel: Channel | str = Channel.SITE,
    idempotency_key: str | None = None,
    fields: Mapping[str, Any] | None = None,
    client: str = "",
    now: datetime | None = None,
) -> Submitted:
    """Take a submission: one transaction with its receipt number, ledger events and outbox messages.

    A guest's waits unverified for the confirmation of the e-mail address; another is published or held as
    the checks of plugins say. A reply is about what its parent is about. `quote` is {exact, prefix, suffix}
    and needs a provision. `fields` {"slug.name": value} is what was entered in plugins' form fields; of what
    came on paper none is needed. A second post with the same `idempotency_key` by the same author returns the
    first one's submission, open or not. `client` is the network address a guest sends from: how many mails that
    makes is limited, it is not stored.

    Raises subclasses of SubmissionRefused; nothing is stored then.
    """
    # The moment it arrived decides, however long it waits for others below.
    now = now or clock.now()
    draft = prepared(
        consultation_uuid=consultation_uuid,
        text=text,
        language=language,
        author=author,
        provision_uid=provision_uid,
        version_uuid=version_uuid,
        parent_uuid=parent_uuid,
        quote=quote,
        channel=channel,
        idempotency_key=idempotency_key,
        fields=fields,
    )
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                return _take(draft, now, client)
        except IntegrityError:
            # A twin with the same key came first (it is found now), an account takes part twice at once for
            # the first time, is erased meanwhile, or a receipt number was drawn twice.
            if _is_closed(draft.author):
                raise AccountClosed from None
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def _take(draft: Draft, now: datetime, client: str) -> Submitted:
    consultation = _locked(draft).first()
    if consultation is None:
        raise ConsultationUnknown
    if consultation.twin_id is not None:
        return _replayed(draft, consultation)
    _require_open(consultation, now)
    if isinstance(draft.author, Guest):
        limit_mails("submission", address=draft.signed.email, client=client)
    place = _place(draft, consultation)
    entered = _entered(draft, consultation, place)
    submission = _unsaved(draft, consultation, place, entered, now)
    verified = not isinstance(draft.author, Guest)
    verdict = check(
        submission,
        consultation,
        verified=verified,
        version=place.version,
        parent=place.parent,
        fields={field.key: field.value for field in entered},
    )
    if verified:
        apply_verdict(submission, verdict, now)
    else:
        submission.state = SubmissionState.UNVERIFIED
    submission.save(force_insert=True)
    store_fields(submission, entered)
    consultation.submissions_received = submission.number
    record(
        consultation,
        _changes(submission, place, draft, now),
        mails=_mails(draft, submission),
        also_save=["submissions_received"],
    )
    return Submitted(submission=submission, created=True, follow_token=follow_token(submission.uuid))


def _is_closed(author: Author) -> bool:
    """Whether the account was erased meanwhile, and with it what this would have referred to."""
    accounts = get_user_model()._default_manager
    return isinstance(author, Account) and not accounts.filter(pk=author.user_id).exists()


def _locked(draft: Draft) -> QuerySet[Any]:
    """The consultation, locked, with what one query can find out beside it."""
    subject = Version.objects.filter(subjects__consultation=OuterRef("pk"))
    if draft.version:
        subject = subject.filter(uuid=draft.version)
    if draft.provision_uid:
        subject = subject.filter(provisions__uid=draft.provision_uid)
    subject = subject.order_by("-number", "-pk")
    twin = Submission.objects.filter(idempotency_hash=draft.key_hash or "")
    user_id = draft.author.user_id if isinstance(draft.author, Account) else NOBODY
    participant = Participant.objects.filter(user_id=user_id)
    return (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("institution")
        .filter(uuid=draft.consultation, institution__is_active=True)
        .annotate(
            subject_id=Subquery(subject.values("pk")[:1]),
            subject_uuid=Subquery(subject.values("uuid")[:1]),
            twin_id=Subquery(twin.values("pk")[:1]),
            twin_request=Subquery(twin.values("request_hash")[:1]),
            participant_id=Subquery(participant.values("pk")[:1]),
            participant_uuid=Subquery(participant.values("uuid")[:1]),
        )
    )


def _replayed(draft: Draft, consultation: Any) -> Submitted:
    if consultation.twin_request != draft.request_hash:
        raise IdempotencyMismatch
    submission = Submission.objects.get(pk=consultation.twin_id)
    return Submitted(submission=submission, created=False, follow_token=follow_token(submission.uuid))


def _require_open(consultation: Consultation, now: datetime) -> None:
    state = consultation_state(consultation, now)
    if state != ConsultationState.OPEN:
        raise ConsultationNotOpen(
            opens_at=consultation.opens_at,
            closes_at=consultation.closes_at,
            state=state,
            time_zone=ZoneInfo(consultation.institution.time_zone),
        )


def _place(draft: Draft, consultation: Any) -> _Place:
    if draft.parent:
        return _beside_parent(draft.parent, consultation)
    if not draft.provision_uid and not draft.version:
        return _Place()
    if consultation.subject_id is None:
        raise ProvisionUnknown if draft.provision_uid else VersionUnknown
    if draft.quote and draft.provision_uid:
        _require_quoted(draft.quote["exact"], consultation.subject_id, draft.provision_uid)
    return _Place(
        version_id=consultation.subject_id, version=consultation.subject_uuid, provision_uid=draft.provision_uid
    )


def _beside_parent(uuid: UUID, consultation: Consultation) -> _Place:
    """A reply is about what its parent is about."""
    parent = (
        Submission.objects.filter(uuid=uuid, consultation=consultation, state__in=PUBLIC_TEXT)
        .values_list("pk", "root_id", "version_id", "version__uuid", "provision_uid")
        .first()
    )
    if parent is None:
        raise ParentUnknown
    pk, root_id, version_id, version, provision_uid = parent
    return _Place(
        version_id=version_id,
        version=version,
        provision_uid=provision_uid,
        parent_id=pk,
        parent=uuid,
        root_id=root_id or pk,
    )


def _require_quoted(passage: str, version_id: int, provision_uid: UUID) -> None:
    """The passage stands in the provision, in any of its languages; white space aside."""
    texts = ProvisionText.objects.filter(
        provision__version_id=version_id, provision__uid=provision_uid
    ).values_list("heading", "text")
    exact = " ".join(passage.split())
    if not any(exact in " ".join(words.split()) for row in texts for words in row):
        raise QuoteUnknown


def _participant(draft: Draft, consultation: Any) -> Participant:
    """The author's row; an account's own was found beside the consultation, if it has one."""
    if consultation.participant_id is None:
        return new_participant(draft.author, draft.signed, draft.language)
    known = [consultation.participant_id, consultation.participant_uuid, ParticipantKind.ACCOUNT]
    return Participant.from_db(consultation._state.db, ["id", "uuid", "kind"], known)


def _entered(draft: Draft, consultation: Consultation, place: _Place) -> list[EnteredField]:
    """What was entered in the fields that plugins ask for in this place. Raises FieldsRefused."""
    context = SubmissionFieldsContext(
        institution=consultation.institution.uuid,
        consultation=consultation.uuid,
        language=get_language() or draft.language,
        version=place.version,
        provision_uid=place.provision_uid,
        parent=place.parent,
    )
    # The clerk cannot ask who wrote the letter.
    all_needed = not isinstance(draft.author, Deposited)
    return entered_fields(asked_fields(context), draft.fields, all_needed=all_needed)


def _unsaved(
    draft: Draft, consultation: Any, place: _Place, entered: list[EnteredField], now: datetime
) -> Submission:
    salt, fields_salt = ledger.new_salt(), ledger.new_salt() if entered else ""
    fields_hash = ledger.commit_fields(fields_salt, {field.key: field.value for field in entered})
    return Submission(
        uuid=uuid4(),
        receipt_number=new_receipt_number(now.year),
        number=consultation.submissions_received + 1,
        institution=consultation.institution,
        consultation=consultation,
        participant=_participant(draft, consultation),
        author_name=draft.signed.display_name,
        author_organisation=draft.signed.organisation,
        parent_id=place.parent_id,
        root_id=place.root_id,
        version_id=place.version_id,
        provision_uid=place.provision_uid,
        quote=draft.quote,
        language=draft.language,
        text=draft.text,
        content_salt=salt,
        content_hash=ledger.commit(
            salt, text=draft.text, language=draft.language, quote=draft.quote, fields_hash=fields_hash
        ),
        fields_salt=fields_salt,
        fields_hash=fields_hash,
        state=SubmissionState.RECEIVED,
        channel=draft.channel,
        idempotency_hash=draft.key_hash,
        request_hash=draft.request_hash if draft.key_hash else "",
        submitted_at=now,
    )


def _changes(submission: Submission, place: _Place, draft: Draft, now: datetime) -> list[Change]:
    clerk = draft.author.entered_by if isinstance(draft.author, Deposited) else None
    received = Change(
        kind=Kind.SUBMISSION_RECEIVED,
        actor=f"staff:{clerk}" if clerk is not None else ledger.BY_PARTICIPANT,
        at=now,
        submission=submission.uuid,
        payload={
            "number": submission.number,
            "content_hash": submission.content_hash,
            "language": submission.language,
            "channel": str(submission.channel),
            "version": str(place.version) if place.version else None,
            "provision": str(place.provision_uid) if place.provision_uid else None,
            "parent": str(place.parent) if place.parent else None,
        },
    )
    return [received, *outcome_of_checks(submission, now)]


def _mails(draft: Draft, submission: Submission) -> list[Mail]:
    if isinstance(draft.author, Guest):
        return [Mail(topic="mail.verify", submission=submission.uuid)]
    if isinstance(draft.author, Account):
        return [Mail(topic="mail.received", submission=submission.uuid)]
    return []
