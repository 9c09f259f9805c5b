"""Pages that are not in the record yet, shown as the record would show them: drafts and previews."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from wagtail.models import Page

from cms.pages.models import ConsultationPage, DocumentPage
from cms.pages.provisions import extract
from consultations import clock
from consultations.errors import NotFound
from consultations.models import Institution
from consultations.selectors.documents import document_detail
from consultations.selectors.institutions import institution_view
from consultations.selectors.views import (
    ConsultationView,
    DocumentView,
    InstitutionView,
    ProvisionView,
    VersionDetail,
    VersionView,
)
from consultations.states import consultation_state
from consultations.texts.sanitising import plain_text, sanitise_html


def institution_of(page: Page) -> InstitutionView:
    """The institution a page belongs to, also of one that is not saved under its parent yet."""
    root = page.path[: 3 * Page.steplen]
    found = Institution.objects.filter(pages__path=root).first()
    return institution_view(found or Institution(slug="", languages=[page.locale.language_code]))


def draft_consultation(page: ConsultationPage) -> ConsultationView:
    """A consultation as its page describes it: without figures, its dates today's where none are given."""
    language = page.locale.language_code
    opens = page.opens_at or clock.now() + timedelta(days=1)
    closes = page.closes_at or opens + timedelta(days=30)
    view = ConsultationView(
        uuid=page.translation_key,
        institution=institution_of(page),
        rule_set="",
        act_type=page.act_type,
        source_language=language,
        titles={language: page.title},
        summaries={language: page.summary},
        opens_at=opens,
        closes_at=closes,
        answered_at=None,
        archived_at=None,
        cancelled_at=None,
        cancel_reasons={},
        state=consultation_state(_Dates(opens, closes), clock.now()),
        versions=tuple(_version_of(subject.document) for subject in page.documents.all()),
        published=0,
        answerable=0,
        answered=0,
        topics=tuple(page.topics),
    )
    return view


class _Dates:
    """The dates of a consultation that has only two."""

    answered_at: datetime | None = None
    archived_at: datetime | None = None
    cancelled_at: datetime | None = None

    def __init__(self, opens_at: datetime, closes_at: datetime) -> None:
        self.opens_at, self.closes_at = opens_at, closes_at


def draft_detail(page: DocumentPage) -> VersionDetail:
    """A document's draft as the version it would become."""
    language = page.locale.language_code
    institution = institution_of(page)
    version = _draft_version(page, institution)
    document = DocumentView(
        uuid=page.translation_key,
        institution=institution,
        kind=page.kind,
        created_at=clock.now(),
        versions=(version,),
        consultations=(),
    )
    return VersionDetail(
        version=version,
        document=document,
        provisions=tuple(_provisions(page, language)),
        consultations=(),
        published=0,
    )


def _version_of(page: DocumentPage) -> VersionView:
    """The newest version of a document, or its draft as the first."""
    try:
        return document_detail(page.translation_key).current
    except NotFound:
        return _draft_version(page, institution_of(page))


def _draft_version(page: DocumentPage, institution: InstitutionView) -> VersionView:
    language = page.locale.language_code
    return VersionView(
        uuid=uuid5(NAMESPACE_URL, f"draft:{page.translation_key}"),
        document=page.translation_key,
        institution=institution.uuid,
        kind=page.kind,
        number=1,
        titles={language: page.title},
        languages=(language,),
        source_language=language,
        published_at=clock.now(),
        content_hash="",
    )


def _provisions(page: DocumentPage, language: str) -> Iterator[ProvisionView]:
    for position, provision in enumerate(extract(page.body), start=1):
        html = sanitise_html(provision.html)
        yield ProvisionView(
            uid=provision.uid,
            parent_uid=provision.parent_uid,
            kind=provision.kind,
            number=provision.number,
            position=position,
            depth=provision.depth,
            language=language,
            is_fallback=False,
            heading=provision.heading,
            html=html,
            text=plain_text(html),
        )
