"""Wagtail's page views, with listings whose filters offer only what is one's own."""

from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.viewsets.pages import PageViewSet

from cms.tenancy.admin_views import NarrowedFilters


class OwnIndexView(NarrowedFilters, ExplorableIndexView):
    """The explorer."""


class OwnContentTypeUseView(NarrowedFilters, ContentTypeUseView):
    """The flat listing of a page type."""


class OwnPageViewSet(PageViewSet):
    """The views of all page types."""

    index_view_class = OwnIndexView
    content_type_use_view_class = OwnContentTypeUseView
