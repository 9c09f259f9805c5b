"""Page types. Each module holds one; `base` holds what they share."""

from cms.pages.models.article import ArticlePage
from cms.pages.models.base import BasePage
from cms.pages.models.consultation import ConsultationPage, ConsultationPageDocument
from cms.pages.models.document import DocumentPage
from cms.pages.models.home import InstitutionPage, PortalHomePage
from cms.pages.models.news import NewsPage
from cms.pages.models.section import SectionPage

__all__ = [
    "ArticlePage",
    "BasePage",
    "ConsultationPage",
    "ConsultationPageDocument",
    "DocumentPage",
    "InstitutionPage",
    "NewsPage",
    "PortalHomePage",
    "SectionPage",
]
