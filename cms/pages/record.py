"""From a published page into the public record.

Wagtail tells of a page that went live (by an editor, a reviewer's approval, the clock, or wagtail-localize):
a document is frozen as a version, a consultation is scheduled. Taking a page down or deleting it tells the
record nothing.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.utils import translation
from wagtail.log_actions import log
from wagtail.models import Page

from cms.pages.frozen_images import frozen
from cms.pages.models import ConsultationPage, DocumentPage
from cms.pages.provisions import Extracted, content_of, extract, text_of
from cms.pages.refusals import (
    DatesMissing,
    DocumentNotPublished,
    DocumentsMissing,
    NoInstitution,
    OtherInstitution,
    RecordRefused,
)
from cms.pages.translated_pages import public_pages, source_page, translated_body
from cms.tenancy.scope import institution_of
from consultations.errors import RecordError
from consultations.models import Institution, Version
from consultations.provisions import ProvisionContent, TextContent
from consultations.selectors.documents import version_texts
from consultations.selectors.views import ProvisionTextsView
from consultations.services.publish_version import publish_version
from consultations.services.schedule_consultation import schedule_consultation
from consultations.texts.normalising import normalise_line
from consultations.texts.sanitising import sanitise_html

logger = logging.getLogger("kuvend.record")

_publisher: ContextVar[tuple[Any] | None] = ContextVar("kuvend_publisher", default=None)


@contextmanager
def publishing(user: Any) -> Iterator[None]:
    """Within this block a refusal is raised as RecordRefused, and `user` (or None) is who publishes."""
    token = _publisher.set((user,))
    try:
        yield
    finally:
        _publisher.reset(token)


def on_page_published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Receiver of Wagtail's `page_published`. Aliases and pages that go live later are passed over."""
    if kwargs.get("alias") or not instance.live or not isinstance(instance, DocumentPage | ConsultationPage):
        return
    publisher = _publisher.get()
    revision = kwargs.get("revision")
    actor = publisher[0] if publisher and publisher[0] else getattr(revision, "user", None)
    try:
        write_record(instance, actor)
    except RecordError as reason:
        if publisher is not None:
            raise RecordRefused(instance, reason) from reason
        # Nobody waits for an answer (a copied page, say): it does not stay live without its record.
        note_refusal(instance, reason)
        instance.unpublish(user=actor)


def note_refusal(page: Page, reason: RecordError) -> None:
    """Write into the page's history that it could not be published, and why."""
    logger.warning("Not published: page %s, %s", page.pk, reason.code)
    with translation.override(page.locale.language_code):
        log(instance=page, action="kuvend.record_refused", data={"reason": reason.message})


def write_record(page: DocumentPage | ConsultationPage, actor: Any) -> None:
    """Bring the record to what the page and its live translations say. Raises RecordError."""
    source = source_page(page)
    if not source.live:
        return  # A translation that is ahead of its source: it enters the record with it.
    institution = institution_of(source)
    if institution is None:
        raise NoInstitution
    if isinstance(source, DocumentPage):
        _write_document(source, institution, actor)
    else:
        _write_consultation(source, institution, actor)


def _write_document(source: DocumentPage, institution: Institution, actor: Any) -> None:
    pages = public_pages(source)
    publish_version(
        institution=institution,
        document_uuid=source.translation_key,
        kind=source.kind,
        titles=titles_of(pages, source.locale.language_code),
        provisions=provisions_of(pages, source),
        languages=list(pages),
        source_language=source.locale.language_code,
        topics=source.topics,
        actor=actor,
    )


def _write_consultation(source: ConsultationPage, institution: Institution, actor: Any) -> None:
    pages = public_pages(source)
    language = source.locale.language_code
    if source.opens_at is None or source.closes_at is None:
        raise DatesMissing
    schedule_consultation(
        institution=institution,
        uuid=source.translation_key,
        titles=titles_of(pages, language),
        summaries=titles_of(pages, language, "summary"),
        act_type=source.act_type,
        opens_at=source.opens_at,
        closes_at=source.closes_at,
        versions=versions_of(source, institution),
        actor=actor,
        source_language=language,
        topics=source.topics,
    )


def versions_of(page: ConsultationPage, institution: Institution) -> list[Version]:
    """The present version of each document chosen on the page.

    Raises DocumentsMissing, DocumentNotPublished, OtherInstitution.
    """
    return newest_versions([chosen.document for chosen in page.documents.all()], institution)


def newest_versions(documents: Sequence[DocumentPage], institution: Institution) -> list[Version]:
    """The present version of each page's document, in that order. Raises the same."""
    if not documents:
        raise DocumentsMissing
    keys = [document.translation_key for document in documents]
    versions = Version.objects.filter(document__uuid__in=keys).select_related("document").order_by("number")
    newest = {version.document.uuid: version for version in versions}
    for document in documents:
        if document.translation_key not in newest:
            raise DocumentNotPublished(title=document.title)
        if newest[document.translation_key].document.institution_id != institution.pk:
            raise OtherInstitution(title=document.title)
    return [newest[key] for key in keys]


def titles_of(pages: Mapping[str, Page], source_language: str, field: str = "title") -> dict[str, str]:
    """A field of the pages by language, without translations that still say what the source says."""
    original = getattr(pages[source_language], field)
    return {
        language: getattr(page, field)
        for language, page in pages.items()
        if language == source_language or getattr(page, field) != original
    }


def provisions_of(pages: Mapping[str, Page], source: DocumentPage) -> list[ProvisionContent]:
    """The source's provisions with their words in every language they are published in."""
    language = source.locale.language_code
    originals = _extracted(source.body, language)
    before = _published_before(source.translation_key)
    texts: dict[UUID, dict[str, TextContent]] = {
        provision.uid: {language: text_of(provision)} for provision in originals
    }
    for other, page in pages.items():
        if other != language:
            for uid, text in _translations(source, page, originals, before).items():
                texts[uid][other] = text
    return [content_of(provision, texts[provision.uid]) for provision in originals]


def _extracted(body: Any, language: str) -> list[Extracted]:
    with translation.override(language):
        return extract(body, frozen)


def _published_before(document: UUID) -> dict[UUID, ProvisionTextsView]:
    current = Version.objects.filter(document__uuid=document).order_by("-number").first()
    return {view.uid: view for view in version_texts(current.uuid)} if current else {}


def _translations(
    source: DocumentPage, page: Page, originals: list[Extracted], before: Mapping[UUID, ProvisionTextsView]
) -> dict[UUID, TextContent]:
    """What may be shown in the page's language; provisions that are missing here fall back to the source.

    The live page may be older than the source. A text of it counts where it is what the source's present
    words translate to; a text that people read before counts as long as the source's words are the same.
    """
    language, source_language = page.locale.language_code, source.locale.language_code
    shown = {provision.uid: provision for provision in _extracted(page.body, language)}
    managed = translated_body(source, page.locale)
    now = {} if managed is None else {item.uid: item for item in _extracted(managed.body, language)}
    texts: dict[UUID, TextContent] = {}
    for original in originals:
        candidate = shown.get(original.uid)
        if managed is None:
            fits = candidate is not None and _is_translated(original, candidate)
        else:
            fits = original.uid not in managed.incomplete and candidate == now.get(original.uid)
        if fits and candidate is not None:
            texts[original.uid] = text_of(candidate)
        elif earlier := _still_valid(before.get(original.uid), original, language, source_language):
            texts[original.uid] = earlier
    return texts


def _is_translated(original: Extracted, candidate: Extracted) -> bool:
    """Of a page that wagtail-localize does not manage: whether it says something of its own."""
    said = (candidate.heading, candidate.html)
    return said != (original.heading, original.html) or not any(map(str.isalpha, "".join(said)))


def _still_valid(
    earlier: ProvisionTextsView | None, original: Extracted, language: str, source_language: str
) -> TextContent | None:
    if earlier is None or source_language not in earlier.texts or language not in earlier.texts:
        return None
    then, text = earlier.texts[source_language], earlier.texts[language]
    same = (then.heading, then.html) == (normalise_line(original.heading), sanitise_html(original.html))
    if not same or text.is_fallback:
        return None
    return TextContent(heading=text.heading, html=text.html)
