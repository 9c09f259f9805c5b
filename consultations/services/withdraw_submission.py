"""An author takes back what they sent."""

from datetime import datetime

from django.db import transaction

from consultations import clock, ledger
from consultations.errors import TokenInvalid, TransitionRefused
from consultations.events import Kind
from consultations.models import Consultation, Submission
from consultations.permissible import may_withdraw
from consultations.recording import Change, record
from consultations.states import SubmissionState
from consultations.tokens import read_follow_token


def withdraw_submission(token: str, *, now: datetime | None = None) -> Submission:
    """Take back the submission of a follow token. Where it was public, a trace without its words stays.

    Raises TokenInvalid, TransitionRefused.
    """
    now = now or clock.now()
    uuid = read_follow_token(token)
    with transaction.atomic():
        rows = Consultation.objects.select_for_update(of=("self",)).select_related("institution")
        consultation = rows.filter(submissions__uuid=uuid).first()
        if consultation is None:
            raise TokenInvalid
        submission = Submission.objects.get(uuid=uuid)
        if not may_withdraw(submission, consultation, now):
            raise TransitionRefused
        submission.state = SubmissionState.WITHDRAWN
        submission.save(update_fields=["state"])
        change = Change(
            kind=Kind.SUBMISSION_WITHDRAWN, actor=ledger.BY_PARTICIPANT, at=now, submission=submission.uuid
        )
        record(consultation, [change])
    return submission
