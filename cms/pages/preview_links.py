"""The admin's page with a link under which a front end of its own may show a draft."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.pages.preview_tokens import LIFETIME, make_token


class PreviewLinkView(WagtailAdminTemplateMixin, TemplateView):
    """Makes a link to the newest draft of a page, for who may edit the page."""

    template_name = "pages/admin/preview_link.html"
    page_title = _("Preview link")
    header_icon = "view"

    @cached_property
    def page(self) -> Page:
        """The page. Raises Http404."""
        page: Page = get_object_or_404(Page, pk=self.kwargs["page_id"]).specific
        return page

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only who may edit the page may show its draft around."""
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        if self.page.get_latest_revision() is None:
            raise Http404
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_page_subtitle(self) -> str:
        """Which page."""
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Back to the page's editor."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]), "label": self.get_page_subtitle()},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The link and until when it is valid."""
        token = make_token(self.page.get_latest_revision())
        address = f"{reverse('wagtailapi:pages:preview')}?{urlencode({'token': token})}"
        return super().get_context_data(
            link=self.request.build_absolute_uri(address), valid_until=timezone.now() + LIFETIME, **kwargs
        )
