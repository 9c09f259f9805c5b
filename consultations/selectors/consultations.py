"""Reading consultations."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from consultations import clock
from consultations.errors import NotFound
from consultations.models import Consultation, ConsultationDocument, ResponseTarget, Submission
from consultations.selectors.institutions import institution_view
from consultations.selectors.paging import Keyset
from consultations.selectors.versions import version_view
from consultations.selectors.views import ConsultationRef, ConsultationView, Page, VersionView
from consultations.selectors.visibility import InstitutionKey, of_institution, public_consultations
from consultations.states import PUBLIC_TEXT, ConsultationState, consultation_state, in_state

NEWEST = Keyset("consultations", "opens_at", newest_first=True)
NOBODY_SPOKE = {"published": 0, "answerable": 0, "answered": 0}


def consultation_list(
    *,
    institution: InstitutionKey | None = None,
    institutions: Collection[UUID] | None = None,
    states: Iterable[ConsultationState | str] = (),
    language: str | None = None,
    document: UUID | None = None,
    cursor: str | None = None,
    limit: int = 20,
    now: datetime | None = None,
) -> Page[ConsultationView]:
    """Consultations, the one that opens last first. Three queries.

    `institutions`: of any of these, by uuid; an empty collection has none, None means all. `states`: in any of
    these at `now`; none means all. `language`: with a title in it (Serbian in either
    script counts as one). Raises InvalidCursor, ValueError for an unknown state.
    """
    now = now or clock.now()
    rows = public_consultations().select_related("institution")
    if institution:
        rows = rows.filter(of_institution(institution))
    if institutions is not None:
        rows = rows.filter(institution__uuid__in=institutions)
    if wanted := [in_state(ConsultationState(state), now) for state in states]:
        condition = wanted[0]
        for other in wanted[1:]:
            condition |= other
        rows = rows.filter(condition)
    if language:
        scripts = ("sr", "sr-latn") if language in ("sr", "sr-latn") else (language,)
        rows = rows.filter(titles__has_any_keys=scripts)
    if document:
        subjects = ConsultationDocument.objects.filter(version__document__uuid=document)
        rows = rows.filter(pk__in=subjects.values("consultation"))
    found, next_cursor, previous_cursor = NEWEST.page(rows, cursor, limit)
    return Page(items=tuple(_views(found, now)), next_cursor=next_cursor, previous_cursor=previous_cursor)


def consultation_detail(uuid: UUID, *, now: datetime | None = None) -> ConsultationView:
    """One consultation. Three queries. Raises NotFound."""
    row = public_consultations().select_related("institution").filter(uuid=uuid).first()
    if row is None:
        raise NotFound
    return _views([row], now or clock.now())[0]


def consultations_by_uuid(uuids: Sequence[UUID], *, now: datetime | None = None) -> list[ConsultationView]:
    """Those of them that are public, in the order given. Three queries."""
    rows = public_consultations().select_related("institution").filter(uuid__in=uuids)
    views = {view.uuid: view for view in _views(list(rows), now or clock.now())}
    return [views[uuid] for uuid in dict.fromkeys(uuids) if uuid in views]


def consultation_ref(row: Consultation, now: datetime, versions: Sequence[UUID] = ()) -> ConsultationRef:
    """A consultation's row, named in passing."""
    return ConsultationRef(
        uuid=row.uuid,
        titles=row.titles,
        source_language=row.source_language,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        state=consultation_state(row, now),
        versions=tuple(versions),
    )


def figures(consultations: Iterable[int]) -> dict[int, Mapping[str, int]]:
    """Published, answerable and answered of each consultation (by primary key) that has any. One query."""
    answered = Exists(ResponseTarget.objects.filter(submission=OuterRef("pk"), is_current=True))
    roots = Q(parent=None)
    counted = (
        Submission.objects.filter(consultation__in=list(consultations), state__in=PUBLIC_TEXT)
        .values("consultation_id")
        .annotate(
            published=Count("pk"),
            answerable=Count("pk", filter=roots),
            answered=Count("pk", filter=roots & Q(answered)),
        )
        .order_by()
    )
    return {
        key: {"published": published, "answerable": answerable, "answered": answered}
        for key, published, answerable, answered in counted.values_list(
            "consultation_id", "published", "answerable", "answered"
        )
    }


def _views(rows: Sequence[Consultation], now: datetime) -> list[ConsultationView]:
    keys = [row.pk for row in rows]
    if not keys:
        return []
    versions = _versions(keys)
    counts = figures(keys)
    return [_view(row, versions.get(row.pk, ()), counts.get(row.pk, NOBODY_SPOKE), now) for row in rows]


def _versions(consultations: Sequence[int]) -> dict[int, tuple[VersionView, ...]]:
    subjects = (
        ConsultationDocument.objects.filter(consultation__in=consultations)
        .select_related("version__document__institution")
        .order_by("consultation", "position")
    )
    found: dict[int, tuple[VersionView, ...]] = {}
    for subject in subjects:
        key = subject.consultation_id
        found[key] = (*found.get(key, ()), version_view(subject.version))
    return found


def _view(
    row: Consultation, versions: tuple[VersionView, ...], counts: Mapping[str, int], now: datetime
) -> ConsultationView:
    return ConsultationView(
        uuid=row.uuid,
        institution=institution_view(row.institution),
        rule_set=row.rule_set,
        act_type=row.act_type,
        source_language=row.source_language,
        titles=row.titles,
        summaries=row.summaries,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        answered_at=row.answered_at,
        archived_at=row.archived_at,
        cancelled_at=row.cancelled_at,
        cancel_reasons=row.cancel_reasons,
        state=consultation_state(row, now),
        versions=versions,
        published=counts["published"],
        answerable=counts["answerable"],
        answered=counts["answered"],
        topics=tuple(row.topics),
    )
