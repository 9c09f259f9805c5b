"""Institutions with pages, made by the services that make real ones."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from cms.accounts.models import User
from cms.pages.models import ConsultationPage, ConsultationPageDocument, DocumentPage, InstitutionPage
from cms.tenancy.models import InstitutionProfile
from cms.tenancy.services.set_up_institution import set_up_institution


def make_institution(slug: str = "alfa", **changes: Any) -> InstitutionProfile:
    """An institution that publishes in English, Albanian and Macedonian, under the 30-day rule set."""
    languages = changes.pop("languages", ["en", "sq", "mk"])
    return set_up_institution(
        **{
            "slug": slug,
            "name": {language: f"{slug.title()} {language}" for language in languages},
            "languages": languages,
            "jurisdiction": "XK",
            "rule_set": "xk-municipality",
            **changes,
        }
    )


def root_of(profile: InstitutionProfile, language: str = "en") -> InstitutionPage:
    """The institution's root page in a language."""
    return InstitutionPage.objects.get(institution=profile.institution, locale__language_code=language)


def add_page(parent: Page, page: Page, *, publish: bool = True, owner: User | None = None) -> Any:
    """The page below `parent`, saved as a draft and published unless told otherwise; fresh from the database."""
    page.owner = owner
    page.live = False
    page.slug = page.slug or f"page-{Page.objects.count()}"
    parent.add_child(instance=page)
    revision = page.save_revision(user=owner)
    if publish:
        revision.publish(user=owner)
    return type(page).objects.get(pk=page.pk)


def document_page(*provisions: tuple[str, dict[str, Any]], **fields: Any) -> DocumentPage:
    """A document, not yet saved; by default with one chapter and two articles."""
    body = list(provisions) or [
        ("chapter", {"number": "I", "heading": "General"}),
        ("article", {"number": "1", "heading": "Purpose", "text": "<p>Why this act.</p>"}),
        ("article", {"number": "2", "heading": "Terms", "text": "<p>What words mean.</p>"}),
    ]
    return DocumentPage(**{"title": "Draft act", "body": body, **fields})


def consultation_page(document: DocumentPage | None, **fields: Any) -> ConsultationPage:
    """A consultation, not yet saved, that opens tomorrow for 40 days."""
    opens_at: datetime = fields.pop("opens_at", timezone.now().replace(microsecond=0) + timedelta(days=1))
    closes_at = fields.pop("closes_at", opens_at + timedelta(days=40))
    page = ConsultationPage(**{"title": "Consultation", "opens_at": opens_at, "closes_at": closes_at, **fields})
    if document is not None:
        page.documents.add(ConsultationPageDocument(document=document, sort_order=0))
    return page


def make_person(profile: InstitutionProfile, role: str) -> User:
    """Somebody who holds the role in the institution."""
    person = User.objects.create_user(f"{role}-{User.objects.count()}@{profile.institution.slug}.example")
    person.groups.add(profile.groups.get(role=role).group)
    return person
