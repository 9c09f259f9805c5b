"""Threads as a page shows them: where each contribution stands, with its words from the record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from plugins.api.paging import Page
from plugins.api.record import SubmissionView, submissions_by_uuid
from plugins.bundled.threads.reading import (
    FIRST_REPLIES,
    REPLIES_ON_A_PAGE,
    ROOTS_ON_A_PAGE,
    Row,
    Sort,
    Subject,
    reply_page,
    thread_page,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A contribution on a page; under what starts a thread its first replies."""

    row: Row
    submission: SubmissionView
    replies: tuple["Item", ...] = ()

    @property
    def further_replies(self) -> int:
        """How many replies there are beyond those here."""
        return max(0, self.row.reply_count - len(self.replies))


def threads_shown(
    subject: Subject,
    sort: Sort,
    *,
    cursor: str | None,
    participant: UUID | None,
    limit: int = ROOTS_ON_A_PAGE,
    replies: int = FIRST_REPLIES,
) -> Page[Item]:
    """A stretch of threads. Five queries. Raises InvalidCursor."""
    page = thread_page(subject, sort, cursor=cursor, participant=participant, limit=limit, replies=replies)
    views = _views(row for thread in page.items for row in (thread.root, *thread.replies))
    items = tuple(
        Item(row=thread.root, submission=views[thread.root.submission], replies=_items(thread.replies, views))
        for thread in page.items
        if thread.root.submission in views
    )
    return Page(items=items, next_cursor=page.next_cursor, previous_cursor=page.previous_cursor)


def thread_shown(root: Row, *, cursor: str | None, participant: UUID | None) -> tuple[Item | None, Page[Item]]:
    """What starts a thread, and a stretch of its replies, oldest first. Five queries. Raises InvalidCursor.

    None where the record does not show what starts it.
    """
    page = reply_page(root.submission, cursor=cursor, participant=participant)
    views = _views([root, *page.items])
    replies = Page(
        items=_items(page.items, views), next_cursor=page.next_cursor, previous_cursor=page.previous_cursor
    )
    return next(iter(_items([root], views)), None), replies


def replies_shown(
    root: UUID, *, participant: UUID | None, cursor: str | None = None, limit: int = REPLIES_ON_A_PAGE
) -> Page[Item]:
    """A stretch of one thread's replies, oldest first. Five queries. Raises InvalidCursor."""
    page = reply_page(root, cursor=cursor, participant=participant, limit=limit)
    return Page(
        items=_items(page.items, _views(page.items)),
        next_cursor=page.next_cursor,
        previous_cursor=page.previous_cursor,
    )


def _views(rows: Iterable[Row]) -> Mapping[UUID, SubmissionView]:
    counts = {row.submission: row.reply_count for row in rows}
    if not counts:
        return {}
    return {view.uuid: view for view in submissions_by_uuid(list(counts), reply_counts=counts)}


def _items(rows: Iterable[Row], views: Mapping[UUID, SubmissionView]) -> tuple[Item, ...]:
    return tuple(Item(row=row, submission=views[row.submission]) for row in rows if row.submission in views)
