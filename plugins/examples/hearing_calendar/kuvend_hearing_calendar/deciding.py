"""What staff do with hearings: write, publish, cancel, delete. Search hears of each change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kuvend_hearing_calendar.models import Hearing, Minute, Registration
from kuvend_hearing_calendar.tasks import ask_for_mails
from plugins.api.record import RecordError
from plugins.api.search import enqueue

Texts = Mapping[str, str]
SOURCE = "hearing"


class HearingRefused(RecordError):
    """Something that is not done to a hearing; the message is for its editor."""

    code = "hearing_refused"


class EndsTooEarly(HearingRefused):
    """A hearing takes time."""

    field = "ends_at"
    template = _("The hearing must end after it starts.")


class FewerSeatsThanTaken(HearingRefused):
    """Nobody who registered loses their seat."""

    field = "capacity"
    template = _("%(taken)d seats are taken already.")


class NotDeleted(HearingRefused):
    """What others hold on to is cancelled, not deleted."""

    template = _("People have registered, or there are minutes: the hearing can be cancelled, but not deleted.")


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingContent:
    """A hearing as it is written."""

    titles: Texts
    places: Texts
    descriptions: Texts
    starts_at: datetime
    ends_at: datetime
    capacity: int | None = None


def write_hearing(
    *, institution: UUID, consultation: UUID, content: HearingContent, hearing: UUID | None = None
) -> UUID:
    """A new hearing, not yet public, or a changed one of the institution's; returns its uuid.

    Who registered is told of another time or place. Raises subclasses of HearingRefused, and
    Hearing.DoesNotExist for a hearing that is not the institution's.
    """
    if content.ends_at <= content.starts_at:
        raise EndsTooEarly
    with transaction.atomic():
        if hearing is None:
            row = Hearing(institution=institution, consultation=consultation)
        else:
            row = _locked(institution, hearing)
            _require_seats(row, content.capacity)
        has_moved = hearing is not None and _where_and_when(row) != _where_and_when(content)
        for name in ("titles", "places", "descriptions"):
            setattr(row, name, dict(getattr(content, name)))
        row.starts_at, row.ends_at, row.capacity = content.starts_at, content.ends_at, content.capacity
        if has_moved:
            row.sequence, row.reminded_at = row.sequence + 1, None
        _store(row)
        if has_moved and row.is_published and row.cancelled_at is None:
            ask_for_mails(row, "moved")
    return row.uuid


def publish_hearing(*, institution: UUID, hearing: UUID, is_published: bool) -> None:
    """Make a hearing public, or take it off the site. Raises Hearing.DoesNotExist."""
    with transaction.atomic():
        row = _locked(institution, hearing)
        row.is_published = is_published
        _store(row)


def cancel_hearing(*, institution: UUID, hearing: UUID) -> None:
    """Say that a hearing does not take place, on the site, in calendars, and to who registered; once.

    Raises Hearing.DoesNotExist.
    """
    with transaction.atomic():
        row = _locked(institution, hearing)
        if row.cancelled_at is None:
            row.cancelled_at, row.sequence = timezone.now(), row.sequence + 1
            _store(row)
            ask_for_mails(row, "cancelled")


def delete_hearing(*, institution: UUID, hearing: UUID) -> None:
    """Delete a hearing nobody registered for. Raises NotDeleted, Hearing.DoesNotExist."""
    with transaction.atomic():
        row = _locked(institution, hearing)
        kept = (Registration.objects.filter(hearing=row), Minute.objects.filter(hearing=row))
        if any(rows.exists() for rows in kept):
            raise NotDeleted
        row.delete()
        enqueue(SOURCE, str(hearing))


def _locked(institution: UUID, hearing: UUID) -> Hearing:
    return Hearing.objects.select_for_update().get(uuid=hearing, institution=institution)


def _store(row: Hearing) -> None:
    row.changed_at = timezone.now()
    row.save()
    enqueue(SOURCE, str(row.uuid))


def _where_and_when(hearing: Hearing | HearingContent) -> tuple[Texts, datetime, datetime]:
    return dict(hearing.places), hearing.starts_at, hearing.ends_at


def _require_seats(row: Hearing, capacity: int | None) -> None:
    taken = row.registrations.count()
    if capacity is not None and capacity < taken:
        raise FewerSeatsThanTaken(taken=taken)
