"""What the template of each page type needs beyond the page itself. Called by `BasePage.get_context`."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from wagtail.models import Page

from cms.pages.models import (
    BasePage,
    ConsultationPage,
    DocumentPage,
    InstitutionPage,
    NewsPage,
    PortalHomePage,
)
from cms.pages.places import lies_in, plugin_scope
from cms.pages.plugin_types import present
from cms.site.context import Contact, show_institution
from cms.site.crumbs import Crumb
from cms.site.page_drafts import draft_consultation, draft_detail
from cms.site.page_links import INSTITUTION_DEPTH, page_links
from cms.site.texts import in_script
from cms.site.views.consultations import consultation_context
from cms.site.views.documents import version_context
from cms.site.views.institutions import listed_institutions
from consultations.errors import NotFound
from consultations.selectors.consultations import consultation_detail, consultation_list
from consultations.selectors.documents import version_detail
from consultations.selectors.newest import newest_versions
from consultations.states import ConsultationState

LATEST = 5


@dataclass(frozen=True)
class Row:
    """A page in a list of pages."""

    page: Page
    url: str
    kind: str | Promise = ""
    date: dt.date | None = None
    lead: str = ""


@dataclass(frozen=True)
class NewsItem:
    """A news page in a list."""

    title: str
    date: dt.date
    url: str


def context_for(page: BasePage, request: HttpRequest) -> dict[str, Any]:
    """What the page's template needs; the page framed as its institution's."""
    institution = _institution_of(page, request)
    lies_in(page, institution)
    if institution is not None:
        show_institution(request, institution)
    page_links(request, page)
    for page_type, build in _BUILDERS:
        if isinstance(page, page_type):
            return build(page, request)
    return {"crumbs": _crumbs(page, request), "children": _children(page, request)}


def _institution_of(page: BasePage, request: HttpRequest) -> UUID | None:
    """The institution below whose root page the page is; None for the portal's own pages."""
    known = getattr(request, "institution", None)
    if known is not None:
        found: UUID = known.uuid
        return found
    if isinstance(page, InstitutionPage):
        return page.institution.uuid
    if len(page.path) <= INSTITUTION_DEPTH * Page.steplen:
        return None
    root = page.path[: INSTITUTION_DEPTH * Page.steplen]
    return InstitutionPage.objects.filter(path=root).values_list("institution__uuid", flat=True).first()


def _portal(page: PortalHomePage, request: HttpRequest) -> dict[str, Any]:
    return {
        "open_consultations": _open(None),
        "all_consultations_url": reverse("record:consultations"),
        "institutions": listed_institutions(),
        "news": _news(page, request),
    }


def _institution(page: InstitutionPage, request: HttpRequest) -> dict[str, Any]:
    uuid = _institution_of(page, request) or page.institution.uuid
    return {
        "institution_uuid": uuid,
        "open_consultations": _open(uuid),
        "all_consultations_url": f"{reverse('record:consultations')}?institution={page.slug}",
        "documents": newest_versions(institution=uuid, limit=LATEST),
        "news": _news(page, request),
    }


def _open(institution: UUID | None) -> tuple[Any, ...]:
    states = [ConsultationState.OPEN]
    return consultation_list(institution=institution, states=states, limit=LATEST).items


def _news(home: Page, request: HttpRequest) -> list[NewsItem]:
    """The latest news below a front page; one below the portal's is every institution's."""
    pages = NewsPage.objects.live().descendant_of(home).order_by("-date", "-pk")[:LATEST]
    return [NewsItem(page.title, page.date, page.get_url(request) or "") for page in pages]


def _consultation(page: ConsultationPage, request: HttpRequest) -> dict[str, Any]:
    """From the record; from the page itself while it is a draft or a preview."""
    consultation = None
    if not getattr(request, "is_preview", False):
        try:
            consultation = consultation_detail(page.translation_key)
        except NotFound:
            consultation = None
    context = consultation_context(consultation or draft_consultation(page))
    if page.contact_name or page.contact_email or page.contact_phone:
        context["contact"] = Contact(page.contact_name, page.contact_email, page.contact_phone)
    return {**context, "crumbs": _crumbs(page, request)}


def _document(page: DocumentPage, request: HttpRequest) -> dict[str, Any]:
    """The newest version of the record; the page's own text while it is a draft or a preview."""
    detail = None
    if not getattr(request, "is_preview", False):
        try:
            detail = version_detail(page.translation_key, language=translation.get_language() or "en")
        except NotFound:
            detail = None
    return {
        **version_context(detail or draft_detail(page), request),
        "crumbs": _crumbs(page, request),
    }


def _children(page: Page, request: HttpRequest) -> list[Row]:
    there = present(page.get_children().live(), plugin_scope(page).institution)
    children = there.specific().order_by("path")
    return [
        Row(
            page=child,
            url=child.get_url(request) or "",
            kind=""
            if child.__class__.__name__ in ("ArticlePage", "SectionPage")
            else child.page_type_display_name,
            date=getattr(child, "date", None),
            lead=getattr(child, "lead", "") or getattr(child, "summary", ""),
        )
        for child in children
    ]


def _crumbs(page: Page, request: HttpRequest) -> list[Crumb]:
    """The pages between the front page and this one, and this one."""
    above = page.get_ancestors().filter(depth__gt=INSTITUTION_DEPTH) if page.pk else ()
    way = [Crumb(in_script(parent.title), parent.get_url(request) or "") for parent in above]
    return [*way, Crumb(in_script(page.title))]


_BUILDERS: tuple[tuple[type[BasePage], Callable[[Any, HttpRequest], dict[str, Any]]], ...] = (
    (PortalHomePage, _portal),
    (InstitutionPage, _institution),
    (ConsultationPage, _consultation),
    (DocumentPage, _document),
)
