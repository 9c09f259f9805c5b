"""The consultations for which a person answers."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.answers.contributed import actions, columns
from cms.answers.scopes import answering_institutions
from consultations.errors import InvalidCursor
from consultations.models import Institution
from consultations.selectors.consultations import consultation_list


class ConsultationsToAnswerView(WagtailAdminTemplateMixin, TemplateView):
    """The institution is chosen by `?institution=<slug>`, the first of one's own by default."""

    template_name = "answers/index.html"
    page_title = _("Answers")
    header_icon = "openquote"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The chosen institution's consultations with their figures."""
        institutions = answering_institutions(self.request.user)
        chosen = self._chosen(institutions)
        try:
            page = consultation_list(institution=chosen.uuid, cursor=self.request.GET.get("cursor"), limit=30)
        except InvalidCursor as error:
            raise BadRequest from error
        rows = {consultation.uuid: consultation.uuid for consultation in page.items}
        return super().get_context_data(**kwargs) | {
            "institutions": institutions,
            "institution": chosen,
            "page": page,
            "plugin_columns": columns("consultations", chosen.uuid, rows, self.request),
            "plugin_actions": actions("consultations", chosen.uuid, None, self.request),
        }

    def _chosen(self, institutions: list[Institution]) -> Institution:
        wanted = self.request.GET.get("institution")
        for institution in institutions:
            if wanted in (None, "", institution.slug):
                return institution
        raise Http404
