"""Where Wagtail lets listings be narrowed by hooks, they are. And how the admin's own pages look."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import PagesSummaryItem, SummaryItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Page

from cms.tenancy import institution_urls
from cms.tenancy.models import Role
from cms.tenancy.page_viewset import OwnPageViewSet
from cms.tenancy.roles import institutions_of
from cms.tenancy.scope import scope_of


@hooks.register("register_admin_viewset")
def page_viewset() -> ViewSet:
    """In place of Wagtail's own, which registers itself earlier."""
    return OwnPageViewSet()


@hooks.register("insert_global_admin_css")
def admin_stylesheet() -> SafeString:
    """What Wagtail's styles leave out."""
    return format_html('<link rel="stylesheet" href="{}">', static("site/admin.css"))


@hooks.register("construct_explorer_page_queryset")
def own_pages_in_explorer(parent_page: Page, pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """One's own pages and what leads to them."""
    scope = scope_of(request.user)
    return pages if scope is None else pages.filter(pk__in=scope.visible_pages().order_by().values("pk"))


@hooks.register("construct_page_chooser_queryset")
def own_pages_in_chooser(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """The same where a page is chosen."""
    scope = scope_of(request.user)
    return pages if scope is None else pages.filter(pk__in=scope.visible_pages().order_by().values("pk"))


@hooks.register("construct_image_chooser_queryset")
def own_images_in_chooser(images: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Images of one's own collections."""
    scope = scope_of(request.user)
    return images if scope is None else images.filter(pk__in=scope.images().values("pk"))


@hooks.register("construct_document_chooser_queryset")
def own_documents_in_chooser(documents: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Files of one's own collections."""
    scope = scope_of(request.user)
    return documents if scope is None else documents.filter(pk__in=scope.documents().values("pk"))


class OwnPagesSummaryItem(PagesSummaryItem):
    """How many pages there are: of one's own institutions."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Wagtail's, with the number of what the person may know of."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        scope = scope_of(self.request.user)
        return context if scope is None else {**context, "total_pages": scope.pages().count()}


@hooks.register("construct_homepage_summary_items", order=100)
def count_own_pages(request: HttpRequest, items: list[SummaryItem]) -> None:
    """In place of Wagtail's count, which is of everything below the common root."""
    items[:] = [OwnPagesSummaryItem(request) if type(item) is PagesSummaryItem else item for item in items]


@hooks.register("construct_reports_menu")
def reports_of_the_operator(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """No menu item for a report that is closed."""
    if scope_of(request.user) is not None:
        menu_items[:] = [item for item in menu_items if item.name != "page-types-usage"]


@hooks.register("register_admin_urls")
def institution_pages() -> list[URLResolver]:
    """The pages about an institution itself."""
    return [path("institutions/", include(institution_urls))]


class InstitutionMenuItem(MenuItem):
    """Shown to administrators of institutions and to the operator."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person administers any institution."""
        return bool(institutions_of(request.user, Role.ADMINISTRATOR))


@hooks.register("register_settings_menu_item")
def institution_menu_item() -> MenuItem:
    """The way to these pages."""
    return InstitutionMenuItem(
        _("Institution"), reverse_lazy("institutions:index"), name="institution", icon_name="cogs", order=890
    )
