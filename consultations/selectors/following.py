"""What an author reads of their own submission, by the token only they have."""

from datetime import datetime
from uuid import UUID

from consultations import clock
from consultations.errors import NotFound, TokenInvalid
from consultations.models import Submission
from consultations.permissible import may_withdraw
from consultations.selectors.assembling import SHOWN, Reader, assembled
from consultations.selectors.views import FollowView
from consultations.tokens import read_follow_token, read_verify_token


def submission_follow(token: str, *, now: datetime | None = None) -> FollowView:
    """The submission of a follow token, in whatever state. Six queries at most. Raises TokenInvalid."""
    return _view(read_follow_token(token), now or clock.now())


def submission_to_verify(token: str, *, now: datetime | None = None) -> FollowView:
    """The submission of a confirmation, before it is confirmed. Six queries at most.

    Raises TokenInvalid or TokenExpired.
    """
    return _view(read_verify_token(token), now or clock.now())


def submission_received(uuid: UUID, *, now: datetime | None = None) -> FollowView:
    """A submission for the page shown to its author right after sending it. Raises NotFound.

    The caller makes sure that it is the author who asks.
    """
    try:
        return _view(uuid, now or clock.now())
    except TokenInvalid:
        raise NotFound from None


def _view(uuid: UUID, now: datetime) -> FollowView:
    row = Submission.objects.select_related("consultation").filter(uuid=uuid).first()
    if row is None:
        raise TokenInvalid
    shown = Submission.objects.filter(pk=row.pk).values(*SHOWN)
    return FollowView(
        submission=assembled(list(shown), Reader.AUTHOR)[0],
        receipt_number=row.receipt_number,
        content_hash=row.content_hash,
        can_withdraw=may_withdraw(row, row.consultation, now),
    )
