"""More like this, for an editor: what was written on the same as the draft of a page."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.fields import StreamField
from wagtail.models import Page

from plugins.bundled.submission_search.scope import searchable
from plugins.bundled.submission_search.similar import similar_to
from plugins.bundled.submission_search.values import Place
from plugins.bundled.submission_search.vocabulary import CONSULTATION, DOCUMENT

_OWN_WORDS = ("title", "summary", "lead")
_MOST = 20_000  # characters of a draft that are looked at


class SimilarView(WagtailAdminTemplateMixin, TemplateView):
    """Past submissions and provisions on the same as a page's latest draft."""

    template_name = "submission_search_admin/similar.html"
    page_title = _("More like this")
    header_icon = "search"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for whoever may edit the page. Raises Http404, PermissionDenied."""
        page = get_object_or_404(Page, pk=kwargs["page_id"])
        if not page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        self.draft = page.get_latest_revision_as_object()
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """The page's title."""
        return str(self.draft.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the page, then here."""
        edit = {"url": reverse("wagtailadmin_pages:edit", args=[self.draft.pk]), "label": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, edit, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = [f"{kind}:{self.draft.translation_key}" for kind in (DOCUMENT, CONSULTATION)]
        language = self.draft.locale.language_code
        found = similar_to(text_of(self.draft), Place(searchable()), language=language, without=own)
        return super().get_context_data(similar=found, **kwargs)


def text_of(page: Page) -> str:
    """The words of a page: its title, what it is about, and its body."""
    pieces = [str(getattr(page, name, "")) for name in _OWN_WORDS]
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            value = getattr(page, field.name)
            pieces += value.stream_block.get_searchable_content(value)
    return " ".join(piece for piece in map(str, pieces) if piece)[:_MOST]
