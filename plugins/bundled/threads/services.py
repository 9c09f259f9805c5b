"""Supporting what somebody said, and taking it back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plugins.api.activation import Scope, is_active
from plugins.api.record import RecordError, is_open
from plugins.bundled.threads.models import Support, ThreadEntry

PLUGIN = "threads"


class SupportRefused(RecordError):
    """Support that is not taken. `code` is for machines, `message` for the person."""

    code = "support_refused"


class ContributionUnknown(SupportRefused):
    """There is no such contribution in any thread that is on."""

    code = "submission_unknown"
    template = _("There is no such contribution.")


class OwnContribution(SupportRefused):
    """Nobody supports their own words."""

    code = "own_contribution"
    template = _("You cannot support your own contribution.")


class ContributionNotPublic(SupportRefused):
    """Its text is hidden, removed or withdrawn."""

    code = "contribution_not_public"
    template = _("This contribution is no longer public.")


class SupportClosed(SupportRefused):
    """Support is given and taken back only while the consultation is open."""

    code = "consultation_not_open"
    template = _("This consultation is not open: support can no longer be given or taken back.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Supported:
    """How things stand: whether this participant supports it, how many do, and whether that just changed."""

    submission: UUID
    consultation: UUID
    supported: bool
    support_count: int
    changed: bool


def set_support(
    *, submission: UUID, participant: UUID, supported: bool = True, now: datetime | None = None
) -> Supported:
    """Support a contribution, or take the support back; doing either twice changes nothing.

    `now` (aware; default: this moment) is when it is done: the consultation must be open then. Raises
    subclasses of SupportRefused.
    """
    now = now or timezone.now()
    entry = ThreadEntry.objects.filter(submission=submission).first()
    if entry is None or not is_active(PLUGIN, Scope(entry.institution, entry.consultation)):
        raise ContributionUnknown
    if entry.participant == participant:
        raise OwnContribution
    if supported and not entry.visible:
        raise ContributionNotPublic
    if not is_open(entry.consultation, now):
        raise SupportClosed
    with transaction.atomic():
        changed = _give(entry, participant, now) if supported else _take_back(entry, participant)
        if changed:
            step = 1 if supported else -1
            ThreadEntry.objects.filter(pk=entry.pk).update(support_count=F("support_count") + step)
        count = ThreadEntry.objects.values_list("support_count", flat=True).get(pk=entry.pk)
    return Supported(
        submission=submission,
        consultation=entry.consultation,
        supported=supported,
        support_count=count,
        changed=changed,
    )


def _give(entry: ThreadEntry, participant: UUID, now: datetime) -> bool:
    """Whether this is new: of two at the same moment, the unique constraint lets one through."""
    try:
        with transaction.atomic():
            Support.objects.create(submission=entry.submission, participant=participant, created_at=now)
    except IntegrityError:
        return False
    return True


def _take_back(entry: ThreadEntry, participant: UUID) -> bool:
    deleted, _rows = Support.objects.filter(submission=entry.submission, participant=participant).delete()
    return deleted > 0
