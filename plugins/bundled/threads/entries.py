"""Keeping the rows that threads are read from in step with the record."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from plugins.api.record import Placement, placement_of, public_placements
from plugins.bundled.threads.models import Support, ThreadEntry

BATCH = 1000

T = TypeVar("T")


def follow(submission: UUID) -> None:
    """Bring a contribution's row up to date, and the number of replies of its thread. Three queries at most.

    Called in the transaction that changed the record. The record changes one thing of a consultation at a
    time, so counting anew cannot miss a reply that another transaction is about to write.
    """
    placement = placement_of(submission)
    if placement is None or placement.published_at is None:
        return
    _write([placement])
    if placement.root is not None:
        _recount_replies(ThreadEntry.objects.filter(submission=placement.root))


def rebuild(*, institution: UUID | None = None, consultation: UUID | None = None) -> int:
    """Make every row anew from the record and the support given; returns how many there are.

    `institution`, `consultation`: only those of it. Support and replies are counted afresh, rows of what is
    no longer public are dropped.
    """
    where = {"institution": institution, "consultation": consultation}
    entries = ThreadEntry.objects.filter(**{name: uuid for name, uuid in where.items() if uuid is not None})
    with transaction.atomic():
        _keep_writers_waiting()
        known: set[UUID] = set()
        for placements in _batches(public_placements(institution=institution, consultation=consultation)):
            _write(placements)
            known.update(placement.submission for placement in placements)
        stale = [
            pk for pk, submission in entries.values_list("pk", "submission").iterator() if submission not in known
        ]
        for pks in _batches(stale):
            ThreadEntry.objects.filter(pk__in=pks).delete()
        _recount_replies(entries.filter(root__isnull=True))
        _recount_support(entries)
    return len(known)


def _write(placements: Iterable[Placement]) -> None:
    rows = [
        ThreadEntry(
            submission=placement.submission,
            institution=placement.institution,
            consultation=placement.consultation,
            version=placement.version,
            provision_uid=placement.provision_uid,
            root=placement.root,
            participant=placement.participant,
            published_at=placement.published_at,
            visible=placement.visible,
        )
        for placement in placements
        if placement.published_at is not None
    ]
    ThreadEntry.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["submission"],
        update_fields=["visible", "published_at", "participant"],
    )


def _recount_replies(roots: QuerySet[ThreadEntry]) -> None:
    replies = (
        ThreadEntry.objects.filter(root=OuterRef("submission"))
        .order_by()
        .values("root")
        .annotate(number=Count("pk"))
        .values("number")
    )
    roots.update(reply_count=Coalesce(Subquery(replies), Value(0)))


def _recount_support(entries: QuerySet[ThreadEntry]) -> None:
    given = (
        Support.objects.filter(submission=OuterRef("submission"))
        .order_by()
        .values("submission")
        .annotate(number=Count("pk"))
        .values("number")
    )
    entries.update(support_count=Coalesce(Subquery(given), Value(0)))


def _keep_writers_waiting() -> None:
    """Let events that happen meanwhile be applied after the rebuild, not lost below it. SQLite has one writer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {ThreadEntry._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def _batches(items: Iterable[T]) -> Iterator[Sequence[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch
