"""What somebody who is signed in sent with their account."""

from dataclasses import dataclass

from consultations.models import Submission
from consultations.selectors.assembling import SHOWN, Reader, assembled
from consultations.selectors.paging import Keyset
from consultations.selectors.views import Page, SubmissionView
from consultations.tokens import follow_token

MINE = Keyset("mine", "submitted_at", newest_first=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSubmission:
    """A submission as its author sees it in a list; `follow_token` opens its private page."""

    submission: SubmissionView
    receipt_number: str
    follow_token: str


def submissions_of_account(user_id: int, *, cursor: str | None = None, limit: int = 20) -> Page[OwnSubmission]:
    """What an account sent, the newest first, whatever became of it. Six queries at most. Raises InvalidCursor."""
    rows = Submission.objects.filter(participant__user_id=user_id)
    columns = (*SHOWN, "receipt_number")
    found, next_cursor, previous_cursor = MINE.page(rows, cursor, limit, columns=columns)
    items = tuple(
        OwnSubmission(submission=view, receipt_number=row["receipt_number"], follow_token=follow_token(view.uuid))
        for row, view in zip(found, assembled(found, Reader.AUTHOR), strict=True)
    )
    return Page(items=items, next_cursor=next_cursor, previous_cursor=previous_cursor)
