"""What people sought in vain, for staff: words to use, and things to write."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from plugins.bundled.submission_search.in_vain import FORGOTTEN_AFTER, SHOWN_FROM, sought


class InVainView(WagtailAdminTemplateMixin, TemplateView):
    """A table, most often first."""

    template_name = "submission_search_admin/in_vain.html"
    page_title = _("Searched in vain")
    header_icon = "search"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sought=sought(), least=SHOWN_FROM, days=FORGOTTEN_AFTER.days, **kwargs)
