"""Makes the demo's pages as an editor and a translator make them: saved, published, translated, published."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Locale, Page

from cms.demo.blocks import (
    demo_uuid,
    document_body,
    document_words,
    page_body,
    page_words,
    text_words,
)
from cms.demo.content_files import ConsultationContent, DocumentContent, InstitutionContent, PageContent
from cms.pages.localise import translate_page
from cms.pages.models import (
    ArticlePage,
    ConsultationPage,
    ConsultationPageDocument,
    DocumentPage,
    NewsPage,
    SectionPage,
)
from cms.pages.record import publishing

Words = Callable[[str, str], dict[str, str]]

PAGE_TYPES = {"section": SectionPage, "article": ArticlePage, "news": NewsPage}


class Tree:
    """One institution's pages in the making; `pages` holds the source pages by key."""

    def __init__(self, institution: InstitutionContent, root: Page, editor: Any, publisher: Any) -> None:
        self.languages: Sequence[str] = institution.languages
        self.editor, self.publisher = editor, publisher
        self.locale = Locale.objects.get(language_code=self.languages[0])
        self.pages: dict[str, Page] = {f"{institution.key}-home": root}

    @property
    def source(self) -> str:
        """The language things are written in first."""
        return self.languages[0]

    def fill_home(self, content: PageContent) -> None:
        """Give the institution's front page, which exists, its lead and body."""
        fill_page(self.pages[content.key], content, self.languages, self.editor, self.publisher)

    def add_page(self, content: PageContent) -> None:
        """A section, article or news page below its parent, which must have been added before."""
        page = PAGE_TYPES[content.type](
            title=content.titles[self.source],
            slug=content.slug,
            show_in_menus=content.menu,
            lead=content.intros[self.source],
            body=page_body(content, self.source),
        )
        if isinstance(page, NewsPage):
            page.date = timezone.localdate() - timedelta(days=content.days_ago)
        self._add(content.key, content.parent, page, lambda one, other: page_words(content, one, other))

    def add_document(self, content: DocumentContent) -> None:
        """A document below the institution's section of documents."""
        page = DocumentPage(
            title=content.titles[self.source],
            slug=content.key,
            kind=content.kind,
            summary=content.summaries[self.source],
            topics=content.topics,
            body=document_body(content.key, content.provisions, self.source),
        )

        def words(source: str, target: str) -> dict[str, str]:
            own = text_words([content.titles, content.summaries], source, target)
            return document_words(content.provisions, source, target) | own

        self._add(content.key, f"{content.institution}-documents", page, words)

    def add_consultation(self, content: ConsultationContent, opens_at: datetime, closes_at: datetime) -> None:
        """A consultation on one document, which must have been added before."""
        page = ConsultationPage(
            title=content.titles[self.source],
            slug=content.key,
            summary=content.summaries[self.source],
            act_type=content.act_type,
            topics=content.topics,
            opens_at=opens_at,
            closes_at=closes_at,
        )
        page.documents.add(ConsultationPageDocument(document=self.pages[content.document], sort_order=0))

        def words(source: str, target: str) -> dict[str, str]:
            return text_words([content.titles, content.summaries], source, target)

        self._add(content.key, f"{content.institution}-consultations", page, words)

    def _add(self, key: str, parent: str, page: Page, words: Words) -> None:
        page.locale = self.locale
        page.translation_key = demo_uuid("page", key)
        page.owner = self.editor
        page.live = False
        added = self.pages[parent].add_child(instance=page)
        self.pages[key] = publish(added, words, self.languages, self.editor, self.publisher)


def fill_page(page: Page, content: PageContent, languages: Sequence[str], editor: Any, publisher: Any) -> Page:
    """Write the lead and body of a page that exists, in all `languages` (the page's own first)."""
    source = languages[0]
    page.title = content.titles[source]
    page.lead = content.intros[source]
    page.body = page_body(content, source)
    return publish(page, lambda one, other: page_words(content, one, other), languages, editor, publisher)


def publish(page: Page, words: Words, languages: Sequence[str], editor: Any, publisher: Any) -> Page:
    """Publish the page in its own language, then its translations; returns it fresh from the database.

    Raises RecordRefused where the record does not take it.
    """
    with publishing(publisher):
        page.save_revision(user=editor, log_action=True).publish(user=publisher)
        fresh = type(page).objects.get(pk=page.pk)
        for language in languages[1:]:
            translate_page(fresh, language, words(languages[0], language), user=publisher)
    return fresh


def in_order(pages: Sequence[PageContent]) -> list[PageContent]:
    """Parents before children, siblings by their order, news with the newest first."""
    by_key: Mapping[str, PageContent] = {page.key: page for page in pages}

    def depth(page: PageContent) -> int:
        return 1 + depth(by_key[page.parent]) if page.parent else 0

    return sorted(pages, key=lambda page: (depth(page), page.order, page.days_ago))
