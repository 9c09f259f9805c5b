"""Reading documents, their versions and provisions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, QuerySet

from consultations import clock
from consultations.errors import NotFound
from consultations.models import Consultation, ConsultationDocument, Document, ProvisionText, Submission, Version
from consultations.selectors.consultations import consultation_ref
from consultations.selectors.institutions import institution_view
from consultations.selectors.paging import Keyset
from consultations.selectors.versions import version_view
from consultations.selectors.views import (
    ConsultationRef,
    DocumentView,
    Page,
    ProvisionTextsView,
    ProvisionView,
    TextView,
    VersionDetail,
    VersionView,
)
from consultations.selectors.visibility import (
    InstitutionKey,
    of_institution,
    public_consultations,
    public_documents,
    public_versions,
)
from consultations.states import PUBLIC_TEXT
from consultations.translated import pick_language

NEWEST = Keyset("documents", "created_at", newest_first=True)


def document_list(
    *,
    institution: InstitutionKey | None = None,
    kind: str | None = None,
    cursor: str | None = None,
    limit: int = 20,
    now: datetime | None = None,
) -> Page[DocumentView]:
    """Documents, the newest first. Three queries. Raises InvalidCursor."""
    rows = public_documents().select_related("institution")
    if institution:
        rows = rows.filter(of_institution(institution))
    if kind:
        rows = rows.filter(kind=kind)
    found, next_cursor, previous_cursor = NEWEST.page(rows, cursor, limit)
    views = _views(found, now or clock.now())
    return Page(items=tuple(views), next_cursor=next_cursor, previous_cursor=previous_cursor)


def document_detail(uuid: UUID, *, now: datetime | None = None) -> DocumentView:
    """One document. Three queries. Raises NotFound."""
    row = public_documents().select_related("institution").filter(uuid=uuid).first()
    if row is None:
        raise NotFound
    return _views([row], now or clock.now())[0]


def version_detail(
    document: UUID, number: int | None = None, *, language: str, now: datetime | None = None
) -> VersionDetail:
    """A version of a document to be read in `language`; the newest without `number`. Five queries.

    Raises NotFound.
    """
    rows = _readable().filter(document__uuid=document)
    if number is not None:
        # Numbers come from addresses: one beyond what a column holds is just one that does not exist.
        rows = rows.filter(number=number) if 0 < number < 2**31 else rows.none()
    return _detail(rows.order_by("-number").first(), language, now or clock.now())


def version_by_uuid(uuid: UUID, *, language: str, now: datetime | None = None) -> VersionDetail:
    """A version to be read in `language`. Five queries. Raises NotFound."""
    return _detail(_readable().filter(uuid=uuid).first(), language, now or clock.now())


def version_texts(uuid: UUID) -> tuple[ProvisionTextsView, ...]:
    """The provisions of a version in all their languages, in order. One query; empty if there is none."""
    texts = (
        ProvisionText.objects.filter(provision__version__in=public_versions().filter(uuid=uuid))
        .select_related("provision")
        .order_by("provision__position", "pk")
    )
    rows, words = {}, dict[UUID, dict[str, TextView]]()
    for text in texts:
        rows[text.provision.uid] = text.provision
        words.setdefault(text.provision.uid, {})[text.language] = TextView(
            heading=text.heading, html=text.html, text=text.text, is_fallback=text.is_fallback
        )
    return tuple(
        ProvisionTextsView(
            uid=uid,
            parent_uid=row.parent_uid,
            kind=row.kind,
            number=row.number,
            position=row.position,
            depth=row.depth,
            texts=words[uid],
        )
        for uid, row in rows.items()
    )


def _readable() -> QuerySet[Version]:
    return public_versions().select_related("document__institution")


def _detail(row: Version | None, language: str, now: datetime) -> VersionDetail:
    if row is None:
        raise NotFound
    document = _views([row.document], now)[0]
    counts = _counts(row)
    return VersionDetail(
        version=next(view for view in document.versions if view.uuid == row.uuid),
        document=document,
        provisions=_provisions(row, language, counts),
        consultations=tuple(ref for ref in document.consultations if row.uuid in ref.versions),
        published=sum(counts.values()),
    )


def _views(rows: Sequence[Document], now: datetime) -> list[DocumentView]:
    versions: dict[int, list[VersionView]] = {row.pk: [] for row in rows}
    for version in Version.objects.filter(document__in=versions).order_by("-number") if rows else ():
        version.document = next(row for row in rows if row.pk == version.document_id)
        versions[version.document_id].append(version_view(version))
    consultations = _consultations(list(versions), now) if rows else {}
    return [
        DocumentView(
            uuid=row.uuid,
            institution=institution_view(row.institution),
            kind=row.kind,
            created_at=row.created_at,
            versions=tuple(versions[row.pk]),
            consultations=tuple(consultations.get(row.pk, ())),
            topics=tuple(row.topics),
        )
        for row in rows
    ]


def _consultations(documents: Sequence[int], now: datetime) -> dict[int, list[ConsultationRef]]:
    """The public consultations about each document (by primary key), newest first."""
    subjects = (
        ConsultationDocument.objects.filter(
            version__document__in=documents, consultation__in=public_consultations()
        )
        .select_related("consultation")
        .annotate(document_id=F("version__document"), version_uuid=F("version__uuid"))
        .order_by("-consultation__opens_at", "-consultation", "position")
    )
    about: dict[tuple[int, int], list[UUID]] = {}
    rows: dict[tuple[int, int], Consultation] = {}
    for subject in subjects:
        key = (subject.document_id, subject.consultation_id)
        about.setdefault(key, []).append(subject.version_uuid)
        rows[key] = subject.consultation
    found: dict[int, list[ConsultationRef]] = {}
    for (document, _), row in rows.items():
        found.setdefault(document, []).append(consultation_ref(row, now, about[document, row.pk]))
    return found


def _counts(version: Version) -> Mapping[UUID | None, int]:
    """Public submissions by provision, None for those on the whole document."""
    counted = (
        Submission.objects.filter(version=version, state__in=PUBLIC_TEXT)
        .values_list("provision_uid")
        .annotate(Count("pk"))
        .order_by()
    )
    return dict(counted)


def _provisions(version: Version, language: str, counts: Mapping[UUID | None, int]) -> tuple[ProvisionView, ...]:
    shown = pick_language({code: code for code in version.languages}, language, version.source_language)
    is_other = shown != language and (language, shown) != ("sr", "sr-latn")
    texts = (
        ProvisionText.objects.filter(provision__version=version, language=shown)
        .select_related("provision")
        .order_by("provision__position")
    )
    return tuple(
        ProvisionView(
            uid=text.provision.uid,
            parent_uid=text.provision.parent_uid,
            kind=text.provision.kind,
            number=text.provision.number,
            position=text.provision.position,
            depth=text.provision.depth,
            language=version.source_language if text.is_fallback else shown,
            is_fallback=text.is_fallback or is_other,
            heading=text.heading,
            html=text.html,
            text=text.text,
            published=counts.get(text.provision.uid, 0),
        )
        for text in texts
    )
