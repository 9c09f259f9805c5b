"""Reading submissions as the public sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Model, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from consultations.errors import NotFound
from consultations.models import Consultation, Institution, Submission, Version
from consultations.selectors.assembling import SHOWN, Reader, assembled, reply_counts
from consultations.selectors.paging import Keyset
from consultations.selectors.views import Page, SubmissionView, ThreadView
from consultations.selectors.visibility import InstitutionKey, of_institution, public_submissions

#: More than a thread page ever shows below one root.
MAX_REPLIES = 50


class Order(StrEnum):
    """By the moment a submission was published."""

    NEWEST = "newest"
    OLDEST = "oldest"


class About(StrEnum):
    """What a submission is on: the consultation as a whole, a document as a whole, or one provision."""

    CONSULTATION = "consultation"
    DOCUMENT = "document"
    PROVISION = "provision"


KEYSETS = {
    Order.NEWEST: Keyset("submissions-newest", "published_at", newest_first=True),
    Order.OLDEST: Keyset("submissions-oldest", "published_at", newest_first=False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionFilter:
    """Which submissions; None says nothing. `root`: the replies of that thread; `parent`: direct replies.

    `roots_only`: those that start a thread. `outcome`: of the answer in force; `answered`: whether there is
    one. `with_traces`: also what was hidden, removed or withdrawn, without its text.
    """

    institution: InstitutionKey | None = None
    consultation: UUID | None = None
    document: UUID | None = None
    version: UUID | None = None
    provision_uid: UUID | None = None
    about: About | None = None
    parent: UUID | None = None
    root: UUID | None = None
    roots_only: bool = False
    language: str | None = None
    outcome: str | None = None
    answered: bool | None = None
    with_traces: bool = True

    def applied(self) -> QuerySet[Submission]:
        """The public submissions it lets through."""
        rows = public_submissions(with_traces=self.with_traces)
        same = {
            "consultation": _key(Consultation, self.consultation),
            "version": _key(Version, self.version),
            "parent": _key(Submission, self.parent),
            "root": _key(Submission, self.root),
            "provision_uid": self.provision_uid,
            "language": self.language,
        }
        rows = rows.filter(**{name: value for name, value in same.items() if value is not None})
        if self.institution is not None:
            rows = rows.filter(institution__in=Institution.objects.filter(of_institution(self.institution, "")))
        if self.document is not None:
            rows = rows.filter(version__in=Version.objects.filter(document__uuid=self.document))
        if self.about is not None:
            rows = rows.filter(**_ABOUT[self.about])
        if self.roots_only:
            rows = rows.filter(parent__isnull=True)
        # At most one answer of a submission is current, so neither join can double a row.
        if self.outcome is not None:
            rows = rows.filter(answers__is_current=True, answers__response__outcome=self.outcome)
        if self.answered is True:
            rows = rows.filter(answers__is_current=True)
        elif self.answered is False:
            rows = rows.exclude(answers__is_current=True)
        return rows


def _key(model: type[Model], uuid: UUID | None) -> Subquery | None:
    """The primary key of a row, to be looked up within the query: an index then gives the rows in order."""
    return None if uuid is None else Subquery(model._base_manager.filter(uuid=uuid).values("pk"))


_ABOUT: dict[About, dict[str, bool]] = {
    About.CONSULTATION: {"version__isnull": True},
    About.DOCUMENT: {"version__isnull": False, "provision_uid__isnull": True},
    About.PROVISION: {"provision_uid__isnull": False},
}


def submission_list(
    filters: SubmissionFilter | None = None,
    *,
    order: Order | str = Order.NEWEST,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[SubmissionView]:
    """Submissions by the time they became public. Five queries, or four. Raises InvalidCursor."""
    rows = (filters or SubmissionFilter()).applied()
    found, next_cursor, previous_cursor = KEYSETS[Order(order)].page(rows, cursor, limit, columns=SHOWN)
    views = assembled(found, Reader.PUBLIC)
    return Page(items=tuple(views), next_cursor=next_cursor, previous_cursor=previous_cursor)


def submissions_by_uuid(
    uuids: Sequence[UUID], *, with_traces: bool = True, reply_counts: Mapping[UUID, int] | None = None
) -> list[SubmissionView]:
    """Those of them that are public, in the order given. Five queries, or four.

    Who keeps count of replies may say how many each has, and saves a query.
    """
    rows = list(public_submissions(with_traces=with_traces).filter(uuid__in=list(uuids)).values(*SHOWN))
    counts = None if reply_counts is None else {row["pk"]: reply_counts.get(row["uuid"], 0) for row in rows}
    views = {view.uuid: view for view in assembled(rows, Reader.PUBLIC, counts=counts)}
    return [views[uuid] for uuid in dict.fromkeys(uuids) if uuid in views]


def submission_public(uuid: UUID) -> SubmissionView:
    """One submission. Five queries, or four. Raises NotFound."""
    views = submissions_by_uuid([uuid])
    if not views:
        raise NotFound
    return views[0]


def submission_count(filters: SubmissionFilter) -> int:
    """How many there are. One query."""
    return filters.applied().count()


def thread_list(
    filters: SubmissionFilter,
    *,
    order: Order | str = Order.NEWEST,
    cursor: str | None = None,
    limit: int = 50,
    replies: int = 3,
) -> Page[ThreadView]:
    """Threads by the time their first submission became public, each with its first replies. Five queries.

    `filters` choose the roots. Raises InvalidCursor.
    """
    roots = filters.applied().filter(parent__isnull=True)
    found, next_cursor, previous_cursor = KEYSETS[Order(order)].page(roots, cursor, limit, columns=SHOWN)
    threads = _threads(found, replies)
    return Page(items=tuple(threads), next_cursor=next_cursor, previous_cursor=previous_cursor)


def threads_by_uuid(uuids: Sequence[UUID], *, replies: int = 3) -> list[ThreadView]:
    """The threads that these public submissions start, in the order given. Five queries."""
    roots = public_submissions().filter(uuid__in=list(uuids), parent__isnull=True).values(*SHOWN)
    views = {thread.root.uuid: thread for thread in _threads(list(roots), replies)}
    return [views[uuid] for uuid in dict.fromkeys(uuids) if uuid in views]


def _threads(roots: Sequence[dict[str, Any]], replies: int) -> list[ThreadView]:
    """Roots and replies are put together at once, so that a page of both costs what a page of one does."""
    found = _first_replies([root["pk"] for root in roots], max(0, min(replies, MAX_REPLIES)))
    counts = {reply["root_id"]: reply["thread_size"] for reply in found}
    if not replies:
        counts = reply_counts([root["pk"] for root in roots])
    views = assembled([*roots, *found], Reader.PUBLIC, counts=counts)
    below: dict[UUID, list[SubmissionView]] = {}
    for view in views[len(roots) :]:
        if view.root is not None:
            below.setdefault(view.root, []).append(view)
    return [ThreadView(root=root, replies=tuple(below.get(root.uuid, ()))) for root in views[: len(roots)]]


def _first_replies(roots: Sequence[int], replies: int) -> list[dict[str, Any]]:
    if not roots or not replies:
        return []
    ranked = (
        public_submissions()
        .filter(root__in=roots)
        .annotate(
            place=Window(RowNumber(), F("root_id"), [F("published_at").asc(), F("pk").asc()]),
            thread_size=Window(Count("pk"), F("root_id")),
        )
        .filter(place__lte=replies)
    )
    return list(ranked.order_by("published_at", "pk").values(*SHOWN, "thread_size"))
