"""An official answers submissions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet

from consultations import clock, ledger
from consultations.errors import OutcomeUnknown, SeveralConsultations, SubmissionUnknown, TooMany
from consultations.events import Kind
from consultations.models import Response, ResponseTarget, Submission
from consultations.models.response import Outcome
from consultations.recording import Change, Mail, record
from consultations.scoping import InstitutionRef, institution_uuid, locked_consultation
from consultations.states import PUBLIC_TEXT
from consultations.texts.reasons import public_reasons

LIMIT = 500


def respond(
    *,
    institution: InstitutionRef,
    submission_uuids: Sequence[UUID],
    outcome: Outcome | str,
    reasons: Mapping[str, str],
    actor: AbstractBaseUser | None,
    now: datetime | None = None,
) -> Response:
    """Answer one public submission or several of one consultation at once; their authors are told by mail.

    `reasons` {language: text} are needed in the institution's first language. A new answer replaces the one
    before it, which stays in the history.

    Raises SubmissionUnknown if any is not public or not this institution's, SeveralConsultations, TooMany,
    OutcomeUnknown, ReasonMissing, ReasonInvalid; nothing is answered then.
    """
    now = now or clock.now()
    uuids = list(dict.fromkeys(submission_uuids))
    if len(uuids) > LIMIT:
        raise TooMany(limit=LIMIT)
    try:
        outcome = Outcome(outcome)
    except ValueError:
        raise OutcomeUnknown from None
    with transaction.atomic():
        consultation = locked_consultation(institution, _consultation(uuids, institution))
        # Read again under the lock: one of them may have been hidden meanwhile.
        submissions = list(_answerable(uuids, institution).order_by("number"))
        if len(submissions) != len(uuids):
            raise SubmissionUnknown
        response = Response.objects.create(
            consultation=consultation,
            outcome=outcome,
            reasons=public_reasons(reasons, required=consultation.institution.default_language),
            answered_by_id=actor.pk if actor else None,
            published_at=now,
        )
        ResponseTarget.objects.filter(submission__in=submissions, is_current=True).update(is_current=False)
        ResponseTarget.objects.bulk_create(
            ResponseTarget(response=response, submission=submission) for submission in submissions
        )
        record(
            consultation,
            [_change(response, submission.uuid, actor) for submission in submissions],
            mails=[Mail(topic="mail.answered", submission=submission.uuid) for submission in submissions],
        )
    return response


def _answerable(uuids: Sequence[UUID], institution: InstitutionRef) -> QuerySet[Submission]:
    return Submission.objects.filter(
        uuid__in=uuids, institution__uuid=institution_uuid(institution), state__in=PUBLIC_TEXT
    )


def _consultation(uuids: Sequence[UUID], institution: InstitutionRef) -> UUID:
    found = set(_answerable(uuids, institution).values_list("consultation__uuid", flat=True))
    if not found:
        raise SubmissionUnknown
    if len(found) > 1:
        raise SeveralConsultations
    return found.pop()


def _change(response: Response, submission: UUID, actor: AbstractBaseUser | None) -> Change:
    return Change(
        kind=Kind.SUBMISSION_ANSWERED,
        actor=ledger.by_staff(actor),
        at=response.published_at,
        submission=submission,
        payload={
            "response": str(response.uuid),
            "outcome": str(response.outcome),
            "reasons_hash": ledger.fingerprint(response.reasons),
        },
    )
