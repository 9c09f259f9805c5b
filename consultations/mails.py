"""The mails of the record, written when they are sent: in the person's language, from rows read then."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultations.models import ModerationDecision, ResponseTarget, Submission
from consultations.models.moderation import ModerationAction
from consultations.models.participant import ParticipantKind
from consultations.models.response import Outcome
from consultations.states import PUBLIC_TEXT, SubmissionState
from consultations.tokens import follow_token, verify_token
from consultations.translated import FALLBACKS, pick

Facts = Callable[[Submission, str], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of mail. `facts` gives its own template variables, None where there is nothing to tell any more."""

    template: str
    subject: str | Promise
    facts: Facts


def compose(topic: str, submission_uuid: UUID, message_id: int) -> EmailMessage | None:
    """The mail of a topic about a submission, addressed to its author.

    None where there is nobody to write to, or nothing to tell any more. `message_id` makes the Message-ID, so
    that a mail which is sent twice is shown once. Raises KeyError for an unknown topic.
    """
    kind = KINDS[topic]
    submission = (
        Submission.objects.select_related(
            "institution", "consultation", "participant__user", "participant__contact"
        )
        .filter(uuid=submission_uuid)
        .first()
    )
    recipient = _recipient(submission, topic) if submission else None
    if submission is None or recipient is None:
        return None
    address, language = recipient
    with translation.override(language):
        facts = kind.facts(submission, language)
        if facts is None:
            return None
        body = render_to_string(f"consultations/mail/{kind.template}.txt", _context(submission, language) | facts)
        subject = str(kind.subject) % {"receipt": submission.receipt_number}
    return EmailMessage(
        subject=subject,
        body=body.strip() + "\n",
        to=[address],
        headers={
            "Message-ID": f"<record-{message_id}@{urlsplit(settings.BASE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": language,
        },
    )


def mail_language(wanted: str, institution_languages: list[str]) -> str:
    """The interface language nearest to the one wanted, else one of the institution's, else English."""
    spoken = {code for code, _name in settings.LANGUAGES}
    candidates = (wanted, *FALLBACKS.get(wanted, ()), *institution_languages)
    return next((code for code in candidates if code in spoken), "en")


def _recipient(submission: Submission, topic: str) -> tuple[str, str] | None:
    """Address and language; a guest's address only after it was confirmed, except to ask for that."""
    participant = submission.participant
    languages = submission.institution.languages
    if participant.kind == ParticipantKind.ACCOUNT:
        user: Any = participant.user
        if user is None or not user.is_active:
            return None
        return user.email, mail_language(getattr(user, "language", "") or submission.language, languages)
    contact = getattr(participant, "contact", None)
    if contact is None or (contact.verified_at is None and topic != "mail.verify"):
        return None
    return contact.email, mail_language(contact.language, languages)


def _context(submission: Submission, language: str) -> dict[str, Any]:
    institution, consultation = submission.institution, submission.consultation
    return {
        "institution_name": pick(institution.name, language, institution.default_language),
        "consultation_title": pick(consultation.titles, language, consultation.source_language),
        "receipt_number": submission.receipt_number,
        "submission_url": _url("record:submission", submission.uuid),
        "follow_url": _url("record:follow", follow_token(submission.uuid)),
    }


def _url(name: str, argument: UUID | str) -> str:
    return settings.BASE_URL.rstrip("/") + reverse(name, args=[argument])


def _verify(submission: Submission, language: str) -> dict[str, Any] | None:
    if submission.state != SubmissionState.UNVERIFIED:
        return None
    url = _url("record:verify", verify_token(submission.uuid))
    return {"verify_url": url, "days": settings.VERIFICATION_DAYS}


def _received(submission: Submission, language: str) -> dict[str, Any] | None:
    return {"is_public": submission.state in PUBLIC_TEXT}


def _published(submission: Submission, language: str) -> dict[str, Any] | None:
    return {} if submission.state in PUBLIC_TEXT else None


def _moderated(submission: Submission, language: str) -> dict[str, Any] | None:
    decision = (
        ModerationDecision.objects.filter(submission=submission)
        .exclude(action=ModerationAction.PUBLISH)
        .order_by("-pk")
        .first()
    )
    if decision is None:
        return None
    default = submission.institution.default_language
    return {"action": decision.action, "reason": pick(decision.public_reasons, language, default)}


def _answered(submission: Submission, language: str) -> dict[str, Any] | None:
    answers = ResponseTarget.objects.filter(submission=submission, is_current=True)
    target = answers.select_related("response").first()
    if target is None:
        return None
    default = submission.institution.default_language
    return {
        "outcome": Outcome(target.response.outcome).label,
        "reason": pick(target.response.reasons, language, default),
    }


KINDS: dict[str, _Kind] = {
    "mail.verify": _Kind("verify", _("Confirm your contribution %(receipt)s"), _verify),
    "mail.received": _Kind("received", _("We have received your contribution %(receipt)s"), _received),
    "mail.published": _Kind("published", _("Your contribution %(receipt)s is public"), _published),
    "mail.moderated": _Kind("moderated", _("A moderator's decision on your contribution %(receipt)s"), _moderated),
    "mail.answered": _Kind("answered", _("Your contribution %(receipt)s has been answered"), _answered),
}
