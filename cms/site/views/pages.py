"""Finding the page of an address in few queries, however deep it lies. Serving it stays Wagtail's."""

from django.db.models import CharField, Subquery, Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from cms.pages.models import InstitutionPage, PortalHomePage
from cms.site.context import content_language


def serve_page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Wagtail's `serve`, told beforehand which page it is; an address we do not find is left to Wagtail.

    Wagtail goes down the tree with two queries a step; the tree keeps whole paths, so one finds the page.
    """
    page = page_at(request, path)
    if page is not None:
        request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]
    return serve(request, path)


def page_at(request: HttpRequest, path: str) -> Page | None:
    """The live page, in its own type, at a path below the language's prefix."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    language = content_language(translation.get_language() or "en")
    root = Page.objects.filter(translation_key=site.root_page.translation_key, locale__language_code=language)
    address = Concat(Subquery(root.values("url_path")[:1]), Value(path), output_field=CharField())
    front_page = _front_page_type(request, site, path)
    if front_page is not None:
        return front_page.objects.filter(live=True, url_path=address).first()
    page = Page.objects.filter(live=True, url_path=address).first()
    return page.specific if page else None


def _front_page_type(request: HttpRequest, site: Site, path: str) -> type[Page] | None:
    """The type of a page that is known before it is read, which saves a query: the two front pages."""
    institution = getattr(request, "institution", None)
    if not path:
        return PortalHomePage if site.is_default_site else InstitutionPage
    if institution is not None and site.is_default_site and path == f"{institution.slug}/":
        return InstitutionPage
    return None
