"""The report on a consultation: its figures, and every public submission in the order of what it is about.

One light query reads where all submissions stand; figures, contents and pages are made of that. The words are
read for one page at a time.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery

from consultations import clock
from consultations.errors import ReportNotYet
from consultations.models import Provision, Submission
from consultations.selectors.assembling import SHOWN, Reader, assembled
from consultations.selectors.consultations import consultation_detail
from consultations.selectors.headings import Place, provision_refs
from consultations.selectors.legal_basis import LegalBasis, legal_basis
from consultations.selectors.views import ConsultationView, ProvisionRef, SubmissionView, VersionView
from consultations.selectors.visibility import public_submissions
from consultations.states import PUBLIC_TEXT, ConsultationState

PAGE_SIZE = 100
COMPLETE = frozenset({ConsultationState.ANSWERED, ConsultationState.ARCHIVED})
REPORTED = COMPLETE | {ConsultationState.CLOSED}
UNANSWERED = "unanswered"
ORGANISATION, INDIVIDUAL = "organisation", "individual"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPlace:
    """What some submissions are about: a provision, a document as a whole (`provision` None), or the whole
    consultation (`version` None too). `first` counts from 0 among all submissions in the report's order.
    """

    version: VersionView | None
    provision: ProvisionRef | None
    first: int
    entries: int
    """Submissions and replies, traces included."""
    published: int
    """Those of them whose text is public."""

    def page(self, size: int) -> int:
        """The page, from 1, on which it begins."""
        return self.first // size + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFigures:
    """Numbers of public submissions, replies among them; each mapping from a code to a number, most first.

    `outcomes` counts what starts a thread, and so has to be answered: by the outcome of the answer in force,
    "unanswered" without one. `traces`: what was hidden, removed or withdrawn, counted nowhere else.
    """

    published: int
    traces: int
    answerable: int
    answered: int
    languages: Mapping[str, int]
    channels: Mapping[str, int]
    authors: Mapping[str, int]
    outcomes: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A consultation's report without the words of the submissions. `keys`: their primary keys, in order."""

    consultation: ConsultationView
    is_complete: bool
    legal: LegalBasis
    figures: ReportFigures
    places: tuple[ReportPlace, ...]
    keys: tuple[int, ...] = field(repr=False)

    def pages(self, size: int = PAGE_SIZE) -> int:
        """How many pages of submissions there are; at least one."""
        return max(1, -(-len(self.keys) // size))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportGroup:
    """Submissions on one place; `is_continued`: the page before began with them."""

    place: ReportPlace
    submissions: tuple[SubmissionView, ...]
    is_continued: bool


class _Row(NamedTuple):
    pk: int
    number: int
    root_number: int | None
    version: UUID | None
    provision_uid: UUID | None
    position: int | None
    state: str
    language: str
    channel: str
    organisation: str
    outcome: str | None

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_TEXT


def has_report(state: ConsultationState) -> bool:
    """Whether a consultation in that state has a report: from its closing on."""
    return state in REPORTED


def consultation_report(uuid: UUID, *, now: datetime | None = None) -> Report:
    """The report on a consultation. Five queries. Raises NotFound, ReportNotYet before it has closed."""
    now = now or clock.now()
    consultation = consultation_detail(uuid, now=now)
    if not has_report(consultation.state):
        raise ReportNotYet(opens_at=consultation.opens_at, closes_at=consultation.closes_at)
    order = {version.uuid: position for position, version in enumerate(consultation.versions)}
    rows = sorted(_rows(uuid), key=lambda row: _place_in_order(row, order))
    return Report(
        consultation=consultation,
        is_complete=consultation.state in COMPLETE,
        legal=legal_basis(consultation, now=now),
        figures=_figures(rows),
        places=_places(rows, {version.uuid: version for version in consultation.versions}),
        keys=tuple(row.pk for row in rows),
    )


def report_groups(report: Report, page: int = 1, size: int = PAGE_SIZE) -> tuple[ReportGroup, ...]:
    """The submissions of one page (from 1) with their answers, by place. Four queries; none for an empty page."""
    start = (page - 1) * size
    keys = report.keys[start : start + size]
    if not keys:
        return ()
    found = {row["pk"]: row for row in Submission.objects.filter(pk__in=keys).values(*SHOWN)}
    present = [key for key in keys if key in found]
    views = dict(zip(present, assembled([found[key] for key in present], Reader.PUBLIC, counts={}), strict=True))
    groups = []
    for place in report.places:
        first, last = max(place.first, start), min(place.first + place.entries, start + len(keys))
        if first < last:
            shown = tuple(views[key] for key in report.keys[first:last] if key in views)
            groups.append(ReportGroup(place=place, submissions=shown, is_continued=place.first < start))
    return tuple(groups)


def _rows(consultation: UUID) -> list[_Row]:
    """Where every public submission stands. One query."""
    position = Provision.objects.filter(version=OuterRef("version"), uid=OuterRef("provision_uid"))
    rows = (
        public_submissions()
        .filter(consultation__uuid=consultation)
        .annotate(
            position=Subquery(position.values("position")[:1]),
            current=FilteredRelation("answers", condition=Q(answers__is_current=True)),
            outcome=F("current__response__outcome"),
        )
        .values_list(
            "pk",
            "number",
            "root__number",
            "version__uuid",
            "provision_uid",
            "position",
            "state",
            "language",
            "channel",
            "author_organisation",
            "outcome",
        )
    )
    return [_Row(*row) for row in rows]


def _place_in_order(row: _Row, versions: Mapping[UUID, int]) -> tuple[int, str, int, str, int, int]:
    """By document, by provision, by thread, by number; the whole before its parts."""
    version = -1 if row.version is None else versions.get(row.version, len(versions))
    position = -1 if row.provision_uid is None else (row.position or 0)
    thread = row.number if row.root_number is None else row.root_number
    return (version, str(row.version), position, str(row.provision_uid), thread, row.number)


def _figures(rows: Sequence[_Row]) -> ReportFigures:
    public = [row for row in rows if row.is_public]
    roots = [row for row in public if row.root_number is None]
    return ReportFigures(
        published=len(public),
        traces=len(rows) - len(public),
        answerable=len(roots),
        answered=sum(row.outcome is not None for row in roots),
        languages=_counted(row.language for row in public),
        channels=_counted(row.channel for row in public),
        authors=_counted(ORGANISATION if row.organisation.strip() else INDIVIDUAL for row in public),
        outcomes=_counted(row.outcome or UNANSWERED for row in roots),
    )


def _counted(codes: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(codes).items(), key=lambda item: (-item[1], item[0])))


def _places(rows: Sequence[_Row], versions: Mapping[UUID, VersionView]) -> tuple[ReportPlace, ...]:
    refs = provision_refs({(row.version, row.provision_uid) for row in rows if row.version and row.provision_uid})
    begun: dict[tuple[UUID | None, UUID | None], list[_Row]] = {}
    for row in rows:
        begun.setdefault((row.version, row.provision_uid), []).append(row)
    places, first = [], 0
    for (version, uid), on_it in begun.items():
        places.append(
            ReportPlace(
                version=versions.get(version) if version else None,
                provision=refs.get(_place(version, uid)) if version and uid else None,
                first=first,
                entries=len(on_it),
                published=sum(row.is_public for row in on_it),
            )
        )
        first += len(on_it)
    return tuple(places)


def _place(version: UUID, uid: UUID) -> Place:
    return version, uid
