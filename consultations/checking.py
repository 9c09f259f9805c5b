"""Asking plugins whether a submission may be public."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from consultations.errors import CheckRefused
from consultations.events import Kind
from consultations.extension_points import SUBMISSION_CHECK, FieldValue, SubmissionCheckContext
from consultations.ledger import BY_SYSTEM
from consultations.models import Consultation, Submission
from consultations.recording import Change
from consultations.states import SubmissionState
from plugins.kernel import gate
from plugins.kernel.scope import Scope
from plugins.kernel.verdicts import Decision, Verdict, heaviest

REASON_LIMIT = 80


def check(
    submission: Submission,
    consultation: Consultation,
    *,
    verified: bool,
    version: UUID | None,
    parent: UUID | None,
    fields: Mapping[str, FieldValue],
) -> Verdict:
    """The verdict of all checks: accept or hold. In a transaction; `submission` need not be stored yet.

    `fields` {"slug.name": value} is what was entered in plugins' form fields; what is of plugins that are off is
    not shown to checks.

    Raises CheckRefused where a check refuses; who calls for a submission that was taken turns it into a hold.
    """
    scope = Scope(consultation.institution.uuid, consultation.uuid)
    context = SubmissionCheckContext(
        institution=consultation.institution.uuid,
        consultation=consultation.uuid,
        submission=submission.uuid,
        participant=submission.participant.uuid,
        text=submission.text,
        language=submission.language,
        channel=submission.channel,
        verified=verified,
        version=version,
        provision_uid=submission.provision_uid,
        parent=parent,
        fields=_of_active(fields, scope),
    )
    verdict = heaviest(SUBMISSION_CHECK.dispatch(context, scope))
    if verdict.decision is Decision.REFUSE:
        raise CheckRefused(plugin=verdict.plugin, text=str(verdict.message))
    return verdict


def _of_active(fields: Mapping[str, FieldValue], scope: Scope) -> dict[str, FieldValue]:
    if not fields:
        return {}
    active = gate.active_slugs(scope)
    return {key: value for key, value in fields.items() if key.partition(".")[0] in active}


def apply_verdict(submission: Submission, verdict: Verdict, now: datetime) -> None:
    """Publish or hold, not yet saved. Staff see the check's own reason code, or the name of the plugin."""
    if verdict.decision is Decision.ACCEPT:
        submission.state, submission.published_at = SubmissionState.PUBLISHED, now
        return
    submission.state = SubmissionState.HELD
    submission.hold_reason = (verdict.reason or verdict.plugin)[:REASON_LIMIT]


def outcome_of_checks(submission: Submission, now: datetime) -> list[Change]:
    """What to tell of a submission that was just published or held; nothing of one that still waits."""
    told = {
        SubmissionState.PUBLISHED: (Kind.SUBMISSION_PUBLISHED, {}),
        SubmissionState.HELD: (Kind.SUBMISSION_HELD, {"reason": submission.hold_reason}),
    }.get(SubmissionState(submission.state))
    if told is None:
        return []
    kind, payload = told
    return [Change(kind=kind, actor=BY_SYSTEM, at=now, submission=submission.uuid, payload=payload)]
