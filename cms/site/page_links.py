"""The pages that a page's frame links to, read in one query: its translations and the menu beside it."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page

from cms.pages.places import plugin_scope
from cms.pages.plugin_types import present

#: How deep the front pages lie in the tree: its root is 1, the portal's front page 2, an institution's 3.
PORTAL_DEPTH = 2
INSTITUTION_DEPTH = 3


@dataclass(frozen=True)
class PageLinks:
    """`translations`: the page in each language that is live, itself included. `menu`: in the editors' order."""

    translations: tuple[Page, ...]
    menu: tuple[Page, ...]


def page_links(request: HttpRequest, page: Page) -> PageLinks:
    """The links of the page that is shown, remembered on the request. The menu is its front page's."""
    found: PageLinks | None = getattr(request, "_page_links", None)
    if found is None:
        depth = min(page.depth or PORTAL_DEPTH, INSTITUTION_DEPTH)
        root = (page.path or "")[: depth * Page.steplen]
        in_menu = Q(show_in_menus=True, depth=depth + 1, path__startswith=root)
        rows = (
            present(Page.objects.filter(live=True), plugin_scope(page).institution)
            .filter(Q(translation_key=page.translation_key) | in_menu)
            .select_related("locale")
            .order_by("path")
        )
        pages = list(rows)
        found = PageLinks(
            translations=tuple(p for p in pages if p.translation_key == page.translation_key),
            menu=tuple(p for p in pages if p.show_in_menus and p.depth == depth + 1 and p.path.startswith(root)),
        )
        request._page_links = found  # type: ignore[attr-defined]
    return found
