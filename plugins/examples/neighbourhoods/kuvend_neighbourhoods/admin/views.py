"""The list of settlements in the admin."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from kuvend_neighbourhoods.admin.access import institution_of, institutions_of
from kuvend_neighbourhoods.admin.forms import ImportForm, SettlementForm
from kuvend_neighbourhoods.importing import Imported, import_settlements
from kuvend_neighbourhoods.models import Settlement
from kuvend_neighbourhoods.settling import SettlementRefused, write_settlement
from plugins.api.record import InstitutionView
from plugins.api.texts import pick


class SettlementsAdmin(WagtailAdminTemplateMixin, TemplateView):
    """What the pages have in common: `?institution=` says whose list it is, needed where there are several."""

    header_icon = "home"
    page_title = _("Settlements")
    institution: InstitutionView

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who keep a list. Raises Http404."""
        self.institutions = institutions_of(request)
        self.institution = self._institution(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def _institution(self, **kwargs: Any) -> InstitutionView:
        asked = self.request.GET.get("institution")
        if not asked:
            return self.institutions[0]
        try:
            return institution_of(self.request, UUID(asked))
        except ValueError:
            raise Http404 from None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, then here."""
        here = {"url": list_url(self.institution.uuid), "label": _("Settlements")}
        if isinstance(self, SettlementList):
            return [*self.breadcrumbs_items, here | {"sublabel": self.get_page_subtitle()}]
        return [*self.breadcrumbs_items, here, {"url": "", "label": self.get_page_title()}]

    def get_page_subtitle(self) -> str:
        """The institution's name."""
        return self.institution.name_in(get_language() or "en")


class SettlementList(SettlementsAdmin):
    """GET shows the list, POST takes a file into it."""

    template_name = "kuvend_neighbourhoods/admin/settlements.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the file. What is wrong with it is said on the page."""
        form = ImportForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                done = import_settlements(institution=self.institution, content=form.cleaned_data["file"].read())
            except SettlementRefused as refusal:
                form.add_error("file", refusal.message)
            else:
                messages.success(request, told(done))
                return redirect(list_url(self.institution.uuid))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, form: ImportForm | None = None, **kwargs: Any) -> dict[str, Any]:
        language = get_language() or "en"
        rows = Settlement.objects.filter(institution=self.institution.uuid)
        return super().get_context_data(
            form=form or ImportForm(),
            institution=self.institution,
            others=[
                (other.name_in(language), list_url(other.uuid))
                for other in self.institutions
                if other.uuid != self.institution.uuid
            ],
            settlements=[(row, pick(row.names, language, self.institution.default_language)) for row in rows],
            **kwargs,
        )


class SettlementEditor(SettlementsAdmin):
    """A new settlement, or the names of one there is."""

    template_name = "kuvend_neighbourhoods/admin/settlement.html"
    settlement: Settlement | None = None

    def _institution(self, **kwargs: Any) -> InstitutionView:
        if "pk" not in kwargs:
            return super()._institution(**kwargs)
        self.settlement = get_object_or_404(Settlement, pk=kwargs["pk"])
        return institution_of(self.request, self.settlement.institution)

    def get_page_title(self) -> str:
        """Its name, or that there is none yet."""
        if self.settlement is None:
            return gettext("New settlement")
        return pick(self.settlement.names, get_language() or "en", self.institution.default_language)

    def _form(self, data: Any = None) -> SettlementForm:
        names = self.settlement.names if self.settlement else {}
        return SettlementForm(data, institution=self.institution, names=names)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Store it. What was typed comes back with what is wrong."""
        form = self._form(request.POST)
        if form.is_valid():
            try:
                write_settlement(institution=self.institution, names=form.names(), settlement=self.settlement)
            except SettlementRefused as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, gettext("The settlement is saved."))
                return redirect(list_url(self.institution.uuid))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, form: SettlementForm | None = None, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            form=form or self._form(), settlement=self.settlement, back=list_url(self.institution.uuid), **kwargs
        )


@require_POST
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a settlement (`active=1`) or no longer (`active=0`); what was sent with it stays. Raises Http404."""
    settlement = get_object_or_404(Settlement, pk=pk)
    institution_of(request, settlement.institution)
    settlement.is_active = request.POST.get("active") == "1"
    settlement.save(update_fields=["is_active"])
    return redirect(list_url(settlement.institution))


def list_url(institution: UUID) -> str:
    """Where an institution's list is."""
    return f"{reverse('neighbourhoods_admin:settlements')}?institution={institution}"


def told(done: Imported) -> str:
    """What became of a file, in words."""
    created = ngettext("%(count)d new settlement.", "%(count)d new settlements.", done.created)
    changed = ngettext("%(count)d changed.", "%(count)d changed.", done.changed)
    return f"{created % {'count': done.created}} {changed % {'count': done.changed}}"
