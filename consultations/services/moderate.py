"""A moderator's decision on one submission."""

import re
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from consultations import clock, ledger
from consultations.errors import ReasonInvalid, SubmissionUnknown, TransitionRefused
from consultations.events import Kind
from consultations.models import Consultation, ModerationDecision, Submission
from consultations.models.moderation import ModerationAction
from consultations.permissible import OUTCOMES, possible_actions
from consultations.recording import Change, Mail, record
from consultations.scoping import InstitutionRef, institution_uuid
from consultations.texts.reasons import public_reasons

REASON_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


def moderate(
    *,
    submission_uuid: UUID,
    action: ModerationAction | str,
    public_reason: Mapping[str, str],
    reason_code: str,
    actor: AbstractBaseUser | None,
    institution: InstitutionRef,
    now: datetime | None = None,
) -> ModerationDecision:
    """Publish, hide, remove or restore a submission of `institution`, and say publicly why.

    `public_reason` {language: text} is needed in the institution's first language, except to publish;
    `reason_code` is a short name of the ground ("insult"), may be "" to publish. The author is told by mail.
    What was never public and is hidden or removed leaves its public trace from now on.

    Raises SubmissionUnknown (also for another institution's), TransitionRefused, ReasonMissing, ReasonInvalid.
    """
    now = now or clock.now()
    action = _action(action)
    target, _, kind = OUTCOMES[action]
    with transaction.atomic():
        consultation, submission = _locked(submission_uuid, institution)
        if action not in possible_actions(submission.state):
            raise TransitionRefused
        publishing = action == ModerationAction.PUBLISH
        required = "" if publishing else consultation.institution.default_language
        reasons = public_reasons(public_reason, required=required)
        if not (REASON_CODE.fullmatch(reason_code) or (publishing and not reason_code)):
            raise ReasonInvalid
        submission.state, submission.published_at = target, submission.published_at or now
        submission.save(update_fields=["state", "published_at"])
        decision = ModerationDecision.objects.create(
            submission=submission,
            action=action,
            reason_code=reason_code,
            public_reasons=reasons,
            decided_by_id=actor.pk if actor else None,
            decided_at=now,
        )
        topic = "mail.published" if publishing else "mail.moderated"
        record(
            consultation,
            [_change(kind, decision, submission, actor)],
            mails=[Mail(topic=topic, submission=submission.uuid)],
        )
    return decision


def _action(action: ModerationAction | str) -> ModerationAction:
    try:
        return ModerationAction(action)
    except ValueError:
        raise TransitionRefused from None


def _locked(uuid: UUID, institution: InstitutionRef) -> tuple[Consultation, Submission]:
    own = {"submissions__uuid": uuid, "institution__uuid": institution_uuid(institution)}
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("institution")
    consultation = rows.filter(**own).first()
    if consultation is None:
        raise SubmissionUnknown
    return consultation, Submission.objects.get(uuid=uuid)


def _change(
    kind: Kind, decision: ModerationDecision, submission: Submission, actor: AbstractBaseUser | None
) -> Change:
    return Change(
        kind=kind,
        actor=ledger.by_staff(actor),
        at=decision.decided_at,
        submission=submission.uuid,
        payload={
            "decision": str(decision.uuid),
            "reason_code": decision.reason_code,
            "reasons_hash": ledger.fingerprint(decision.public_reasons),
        },
    )
