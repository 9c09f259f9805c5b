"""A guest confirms their e-mail address."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from consultations import clock
from consultations.checking import apply_verdict, check, outcome_of_checks
from consultations.errors import CheckRefused, TokenInvalid
from consultations.form_fields.entering import stored_fields
from consultations.models import Consultation, ContactDetail, Submission
from consultations.models.participant import ParticipantKind
from consultations.recording import Mail, record
from consultations.states import SubmissionState
from consultations.tokens import follow_token, read_verify_token
from plugins.kernel.verdicts import Verdict

REFUSED = "refused_by_check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What became of the submission. `first_time` False: the link was used before, nothing was changed."""

    submission: Submission
    first_time: bool
    follow_token: str


def verify_submission(token: str, *, now: datetime | None = None) -> Verified:
    """Take a guest's submission as their own: it is checked, and published or held.

    It counts as sent when it was sent, so a confirmation after the closing is in time. Guests with the same
    confirmed address become one participant; each submission keeps the names it was signed with.

    Raises TokenInvalid or TokenExpired.
    """
    now = now or clock.now()
    uuid = read_verify_token(token)
    with transaction.atomic():
        consultation = (
            Consultation.objects.select_for_update(of=("self",))
            .select_related("institution")
            .filter(submissions__uuid=uuid)
            .first()
        )
        if consultation is None:
            raise TokenInvalid
        submission = Submission.objects.select_related("participant", "version", "parent").get(uuid=uuid)
        first_time = submission.state == SubmissionState.UNVERIFIED
        if first_time:
            _confirm_address(submission, now)
            _publish_or_hold(submission, consultation, now)
    return Verified(submission=submission, first_time=first_time, follow_token=follow_token(uuid))


def _publish_or_hold(submission: Submission, consultation: Consultation, now: datetime) -> None:
    apply_verdict(submission, _verdict(submission, consultation), now)
    submission.save(update_fields=["state", "hold_reason", "published_at", "participant"])
    record(
        consultation,
        outcome_of_checks(submission, now),
        mails=[Mail(topic="mail.received", submission=submission.uuid)],
    )


def _verdict(submission: Submission, consultation: Consultation) -> Verdict:
    """Nobody is there to be refused any more: what a check would refuse now waits for a moderator."""
    try:
        return check(
            submission,
            consultation,
            verified=True,
            version=submission.version.uuid if submission.version else None,
            parent=submission.parent.uuid if submission.parent else None,
            fields=stored_fields(submission),
        )
    except CheckRefused:
        return Verdict.hold(REFUSED)


def _confirm_address(submission: Submission, now: datetime) -> None:
    """Note the confirmation, and join the guest to the one who confirmed this address before."""
    participant = submission.participant
    contact = ContactDetail.objects.select_for_update().filter(participant=participant).first()
    if contact is None or participant.kind != ParticipantKind.GUEST:
        return
    known = (
        ContactDetail.objects.filter(
            email_fingerprint=contact.email_fingerprint,
            verified_at__isnull=False,
            participant__kind=ParticipantKind.GUEST,
        )
        .exclude(pk=contact.pk)
        .select_related("participant")
        .order_by("pk")
        .first()
    )
    if known is None:
        contact.verified_at = now
        contact.save(update_fields=["verified_at"])
        return
    known.language = contact.language
    known.save(update_fields=["language"])
    Submission.objects.filter(participant=participant).update(participant=known.participant)
    submission.participant = known.participant
    participant.delete()
