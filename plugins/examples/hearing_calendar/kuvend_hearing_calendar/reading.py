"""Hearings as they are shown."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone

from kuvend_hearing_calendar.models import Hearing
from plugins.api.activation import enabled_consultations, permitting_institutions
from plugins.api.record import InstitutionView, institution_list

PLUGIN = "hearing_calendar"
MOST = 500
"""How many hearings a list or a calendar has at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingView:
    """A hearing. `taken` counts the seats, confirmed or not; `language` is the institution's own."""

    uuid: UUID
    institution: UUID
    consultation: UUID
    titles: Mapping[str, str]
    places: Mapping[str, str]
    descriptions: Mapping[str, str]
    starts_at: datetime
    ends_at: datetime
    capacity: int | None
    taken: int
    is_published: bool
    is_cancelled: bool
    sequence: int
    created_at: datetime
    changed_at: datetime
    time_zone: str
    language: str

    @property
    def is_over(self) -> bool:
        """Whether it has begun: too late to register."""
        return self.starts_at <= timezone.now()

    @property
    def places_left(self) -> int | None:
        """Seats that are free; None where there is no limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def takes_registrations(self) -> bool:
        """Whether one can register now."""
        return self.is_published and not self.is_cancelled and not self.is_over and self.places_left != 0


def hearings_of(consultation: UUID) -> list[HearingView]:
    """The public hearings of a consultation, in their order; cancelled ones among them. Two queries at most."""
    return _views(_rows().filter(consultation=consultation, is_published=True)[:MOST])


def upcoming_hearings(
    institution: UUID | None, *, limit: int = MOST, now: datetime | None = None
) -> list[HearingView]:
    """The public hearings that have not ended, of one institution or (None) of all, where the plugin is on.

    Two queries, one where there are none, and one for each institution among them.
    """
    permitting = permitting_institutions(PLUGIN)
    institutions = permitting if institution is None else permitting & {institution}
    rows = _rows().filter(institution__in=institutions, is_published=True, ends_at__gt=now or timezone.now())
    return _where_on(_views(rows[:MOST]))[:limit]


def hearings_for_staff(institutions: Collection[UUID]) -> list[HearingView]:
    """All hearings of these institutions, the latest first. Two queries."""
    return _views(_rows().filter(institution__in=institutions).order_by("-starts_at", "-pk")[:MOST])


def hearing_view(hearing: UUID) -> HearingView | None:
    """One hearing, public or not; None where there is none. Two queries."""
    found = _views(_rows().filter(uuid=hearing))
    return found[0] if found else None


def _where_on(views: list[HearingView]) -> list[HearingView]:
    on = enabled_consultations(PLUGIN, {view.consultation: view.institution for view in views})
    return [view for view in views if view.consultation in on]


def _rows() -> QuerySet[Hearing]:
    # Counting drops the order of the model.
    return Hearing.objects.annotate(taken=Count("registrations")).order_by("starts_at", "pk")


def _views(rows: Iterable[Hearing]) -> list[HearingView]:
    found = list(rows)
    institutions = {one.uuid: one for one in institution_list()} if found else {}
    return [_view(row, institutions[row.institution]) for row in found if row.institution in institutions]


def _view(row: Hearing, institution: InstitutionView) -> HearingView:
    return HearingView(
        uuid=row.uuid,
        institution=row.institution,
        consultation=row.consultation,
        titles=row.titles,
        places=row.places,
        descriptions=row.descriptions,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        capacity=row.capacity,
        taken=row.taken,  # type: ignore[attr-defined]
        is_published=row.is_published,
        is_cancelled=row.cancelled_at is not None,
        sequence=row.sequence,
        created_at=row.created_at,
        changed_at=row.changed_at,
        time_zone=institution.time_zone,
        language=institution.default_language,
    )
