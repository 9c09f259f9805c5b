"""What a page on part of the record says above it: few columns, few queries."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from consultations import clock
from consultations.errors import NotFound
from consultations.models import Consultation, ConsultationDocument, ProvisionText
from consultations.selectors.institutions import institution_view
from consultations.selectors.versions import version_view
from consultations.selectors.views import ConsultationRef, InstitutionView, ProvisionRef, VersionView
from consultations.selectors.visibility import public_consultations, public_versions
from consultations.states import consultation_state

#: A provision of a version: (version uuid, provision uid).
Place = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationHeading:
    """A consultation and whose it is."""

    consultation: ConsultationRef
    institution: InstitutionView


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionHeading:
    """A version of a document, whose it is, and the consultations about it, newest first."""

    version: VersionView
    institution: InstitutionView
    consultations: tuple[ConsultationRef, ...]


def consultation_heading(uuid: UUID, *, now: datetime | None = None) -> ConsultationHeading:
    """One consultation. One query. Raises NotFound."""
    row = public_consultations().select_related("institution").filter(uuid=uuid).first()
    if row is None:
        raise NotFound
    return ConsultationHeading(
        consultation=_ref(row, now or clock.now()), institution=institution_view(row.institution)
    )


def version_heading(uuid: UUID, *, now: datetime | None = None) -> VersionHeading:
    """One version. One query, two where it never was under consultation. Raises NotFound."""
    subjects = list(
        ConsultationDocument.objects.filter(version__in=public_versions().filter(uuid=uuid))
        .select_related("version__document__institution", "consultation")
        .order_by("-consultation__opens_at", "-consultation__pk")
    )
    row = (
        subjects[0].version
        if subjects
        else public_versions().select_related("document__institution").filter(uuid=uuid).first()
    )
    if row is None:
        raise NotFound
    moment = now or clock.now()
    return VersionHeading(
        version=version_view(row),
        institution=institution_view(row.document.institution),
        consultations=tuple(_ref(subject.consultation, moment, uuid) for subject in subjects),
    )


def _ref(row: Consultation, now: datetime, *versions: UUID) -> ConsultationRef:
    return ConsultationRef(
        uuid=row.uuid,
        titles=row.titles,
        source_language=row.source_language,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        state=consultation_state(row, now),
        versions=versions,
    )


def provision_refs(places: Collection[Place]) -> Mapping[Place, ProvisionRef]:
    """Names of provisions, in every language they are translated into. One query; none for no places."""
    if not places:
        return {}
    texts = ProvisionText.objects.filter(
        provision__version__in=public_versions().filter(uuid__in={version for version, _ in places}),
        provision__uid__in={uid for _, uid in places},
        is_fallback=False,
    ).values_list(
        "provision__version__uuid",
        "provision__uid",
        "provision__kind",
        "provision__number",
        "language",
        "heading",
    )
    headings: dict[Place, dict[str, str]] = {}
    known: dict[Place, tuple[str, str]] = {}
    for version, uid, kind, number, language, heading in texts:
        if (version, uid) in places:
            known[version, uid] = (kind, number)
            headings.setdefault((version, uid), {})[language] = heading
    return {
        place: ProvisionRef(uid=place[1], kind=kind, number=number, headings=headings[place])
        for place, (kind, number) in known.items()
    }


def provision_names(uids: Collection[UUID]) -> Mapping[UUID, ProvisionRef]:
    """Names of provisions as the newest version that has them calls them. One query; none for no uids."""
    if not uids:
        return {}
    texts = (
        ProvisionText.objects.filter(
            provision__version__in=public_versions(), provision__uid__in=set(uids), is_fallback=False
        )
        .order_by("provision__version__published_at", "provision__version__pk")
        .values_list(
            "provision__version__pk",
            "provision__uid",
            "provision__kind",
            "provision__number",
            "language",
            "heading",
        )
    )
    found: dict[UUID, tuple[int, ProvisionRef]] = {}
    for version, uid, kind, number, language, heading in texts:
        before = found.get(uid)
        headings = dict(before[1].headings) if before and before[0] == version else {}
        headings[language] = heading
        found[uid] = version, ProvisionRef(uid=uid, kind=kind, number=number, headings=headings)
    return {uid: ref for uid, (_version, ref) in found.items()}
