"""Reading threads: which contributions, in which order. Their words come from the record.

A thread list is about one *subject*: a consultation, a version of a document, or a provision of it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from plugins.api.paging import Page, Stretch, keyset_page
from plugins.bundled.threads.models import Support, ThreadEntry

ROOTS_ON_A_PAGE = 50
REPLIES_ON_A_PAGE = 50
FIRST_REPLIES = 3


class Sort(StrEnum):
    """In which order threads are read."""

    NEWEST = "newest"
    OLDEST = "oldest"
    SUPPORTED = "supported"


ORDERS: Mapping[Sort, tuple[str, ...]] = {
    Sort.NEWEST: ("-published_at", "-submission"),
    Sort.OLDEST: ("published_at", "submission"),
    Sort.SUPPORTED: ("-support_count", "-published_at", "-submission"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a list of threads is about.

    `consultations`: only what was said in these (those where threads are on). With `version` alone: all of
    that version; with `provision_uid` too: that provision. `whole_only` leaves out what is about a part.
    """

    consultations: frozenset[UUID]
    version: UUID | None = None
    provision_uid: UUID | None = None
    whole_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A contribution in a list. `supported` and `own` are about the participant who reads."""

    submission: UUID
    institution: UUID
    consultation: UUID
    root: UUID | None
    visible: bool
    support_count: int
    reply_count: int
    supported: bool
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """What starts a thread, with its first replies, oldest first."""

    root: Row
    replies: tuple[Row, ...]


def thread_page(
    subject: Subject,
    sort: Sort,
    *,
    cursor: str | None = None,
    participant: UUID | None = None,
    limit: int = ROOTS_ON_A_PAGE,
    replies: int = FIRST_REPLIES,
) -> Page[Thread]:
    """A stretch of threads, traces of what is hidden included: one query. Raises InvalidCursor."""
    stretch = Stretch(ThreadEntry, ORDERS[sort], cursor=cursor, limit=limit)
    chosen = stretch.rows(_about(subject).filter(root__isnull=True)).values("submission")
    found = list(_with_first_replies(chosen, replies, participant))
    page = stretch.page(entry for entry in found if entry.root is None)
    below: dict[UUID, list[ThreadEntry]] = {}
    for entry in sorted(found, key=lambda entry: (entry.published_at, entry.submission)):
        if entry.root is not None:
            below.setdefault(entry.root, []).append(entry)
    threads = tuple(
        Thread(root=_row(root), replies=tuple(_row(reply) for reply in below.get(root.submission, ())))
        for root in page.items
    )
    return Page(items=threads, next_cursor=page.next_cursor, previous_cursor=page.previous_cursor)


def _with_first_replies(
    roots: QuerySet[ThreadEntry, Any], replies: int, participant: UUID | None
) -> QuerySet[ThreadEntry]:
    """The entries of the chosen roots (a query for their submissions) and of their first replies, unordered."""
    entries = ThreadEntry.objects.filter(submission__in=roots).annotate(place=Value(0))
    if not replies:
        return _seen_by(entries, participant)
    place = Window(RowNumber(), partition_by=F("root"), order_by=["published_at", "submission"])
    first = ThreadEntry.objects.filter(root__in=roots).annotate(place=place).filter(place__lte=replies)
    return _seen_by(entries, participant).union(_seen_by(first, participant), all=True)


def reply_page(
    root: UUID, *, cursor: str | None = None, participant: UUID | None = None, limit: int = REPLIES_ON_A_PAGE
) -> Page[Row]:
    """A stretch of a thread's replies, oldest first: one query. Raises InvalidCursor."""
    entries = _seen_by(ThreadEntry.objects.filter(root=root), participant)
    page = keyset_page(entries, ORDERS[Sort.OLDEST], cursor=cursor, limit=limit)
    return Page(
        items=tuple(_row(entry) for entry in page.items),
        next_cursor=page.next_cursor,
        previous_cursor=page.previous_cursor,
    )


def rows_of(submissions: Iterable[UUID], *, participant: UUID | None = None) -> Mapping[UUID, Row]:
    """The rows of some contributions, whatever thread they are in: one query."""
    entries = ThreadEntry.objects.filter(submission__in=list(submissions))
    return {entry.submission: _row(entry) for entry in _seen_by(entries, participant)}


def row_of(submission: UUID, *, participant: UUID | None = None) -> Row | None:
    """The row of one contribution: one query. None where there is none that the public has seen."""
    return rows_of([submission], participant=participant).get(submission)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many visible contributions, replies included: in all, and on each (version, provision)."""

    by_place: Mapping[tuple[UUID | None, UUID | None], int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_place.values())

    @property
    def by_provision(self) -> Mapping[tuple[UUID, UUID], int]:
        """Those on provisions, most discussed first."""
        ranked = sorted(self.by_place.items(), key=lambda item: -item[1])
        return {
            (version, provision): number
            for (version, provision), number in ranked
            if version is not None and provision is not None
        }

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(by_place=Counter(self.by_place) + Counter(other.by_place))

    def on_whole(self, version: UUID | None) -> int:
        """Those on the whole of a version; None: on the whole consultation."""
        return self.by_place.get((version, None), 0)


def count(consultation: UUID) -> Counts:
    """How many visible contributions a consultation has and what they are about. One query."""
    return _counted(ThreadEntry.objects.filter(consultation=consultation)).get(consultation, Counts(by_place={}))


def count_on_version(version: UUID) -> Mapping[UUID, Counts]:
    """How many visible contributions there are on a version, by consultation. One query."""
    return _counted(ThreadEntry.objects.filter(version=version))


def _counted(entries: QuerySet[ThreadEntry]) -> Mapping[UUID, Counts]:
    grouped = entries.filter(visible=True).order_by().values_list("consultation", "version", "provision_uid")
    places: dict[UUID, dict[tuple[UUID | None, UUID | None], int]] = {}
    for consultation, version, provision, number in grouped.annotate(number=Count("pk")):
        places.setdefault(consultation, {})[version, provision] = number
    return {consultation: Counts(by_place=by_place) for consultation, by_place in places.items()}


def _about(subject: Subject) -> QuerySet[ThreadEntry]:
    entries = ThreadEntry.objects.filter(**_in(subject.consultations))
    if subject.version is not None:
        entries = entries.filter(version=subject.version)
    if subject.provision_uid is not None:
        entries = entries.filter(provision_uid=subject.provision_uid)
    elif subject.whole_only:
        entries = entries.filter(provision_uid__isnull=True)
        if subject.version is None:
            entries = entries.filter(version__isnull=True)
    return entries


def _in(consultations: Collection[UUID]) -> dict[str, object]:
    """One consultation is asked for by equality, so that an index gives the order as well."""
    if len(consultations) == 1:
        return {"consultation": next(iter(consultations))}
    return {"consultation__in": list(consultations)}


def _seen_by(entries: QuerySet[ThreadEntry], participant: UUID | None) -> QuerySet[ThreadEntry]:
    """Whether the participant who reads supports each, and whether it is their own: in the same query."""
    if participant is None:
        return entries.annotate(
            supported=Value(False, output_field=BooleanField()), own=Value(False, output_field=BooleanField())
        )
    given = Support.objects.filter(submission=OuterRef("submission"), participant=participant)
    own = Case(When(participant=participant, then=Value(True)), default=Value(False))
    return entries.annotate(supported=Exists(given), own=own)


def _row(entry: ThreadEntry) -> Row:
    return Row(
        submission=entry.submission,
        institution=entry.institution,
        consultation=entry.consultation,
        root=entry.root,
        visible=entry.visible,
        support_count=entry.support_count,
        reply_count=entry.reply_count,
        supported=entry.supported,  # type: ignore[attr-defined]
        own=entry.own,  # type: ignore[attr-defined]
    )
