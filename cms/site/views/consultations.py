"""The list of consultations, and one of them."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from cms.site.context import Contact, show_institution
from cms.site.crumbs import consultations_crumb, crumb
from cms.site.forms import ConsultationFilterForm
from cms.site.texts import local_text
from cms.site.timeline import timeline
from consultations.errors import InvalidCursor, NotFound
from consultations.outputs.datasets import datasets
from consultations.selectors.consultations import consultation_detail, consultation_list
from consultations.selectors.institutions import institution_list
from consultations.selectors.report import has_report
from consultations.selectors.views import ConsultationView

PAGE_SIZE = 20


@require_safe
def consultation_list_page(request: HttpRequest) -> HttpResponse:
    """All consultations, filtered by state and institution. A cursor that is none of ours starts anew."""
    institutions = institution_list()
    names = [(i.slug, str(local_text(i.names, i.default_language))) for i in institutions]
    form = ConsultationFilterForm(request.GET, institutions=names)
    state, slug = form.chosen()
    institution = next((i.uuid for i in institutions if i.slug == slug), None)
    if institution is None and request.institution is not None:  # type: ignore[attr-defined]
        institution = request.institution.uuid  # type: ignore[attr-defined]
    elif institution is not None:
        show_institution(request, institution)
    try:
        page = consultation_list(
            institution=institution,
            states=[state] if state else [],
            cursor=request.GET.get("cursor"),
            limit=PAGE_SIZE,
        )
    except InvalidCursor:
        return redirect("record:consultations")
    context = {"consultations": page, "form": form, "filtered": bool(state or slug)}
    return render(request, "record/consultation_list.html", context)


@require_safe
def consultation_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A consultation as the record has it, whatever became of the page it was announced on."""
    consultation = consultation_or_404(request, uuid)
    return render(request, "record/consultation.html", consultation_context(consultation))


def consultation_or_404(request: HttpRequest, uuid: UUID) -> ConsultationView:
    """The consultation, and the page framed as its institution's. Raises Http404."""
    try:
        consultation = consultation_detail(uuid)
    except NotFound:
        raise Http404 from None
    show_institution(request, consultation.institution.uuid)
    return consultation


def contact_of(consultation: ConsultationView) -> Contact:
    """The contact person of the consulting institution."""
    institution = consultation.institution
    return Contact(institution.contact_name, institution.contact_email, institution.contact_phone)


def report_url(consultation: ConsultationView) -> str:
    """Where the report is; "" before there is one."""
    return reverse("record:report", args=[consultation.uuid]) if has_report(consultation.state) else ""


def consultation_context(consultation: ConsultationView) -> dict[str, object]:
    """What `record/consultation.html` needs."""
    title = local_text(consultation.titles, consultation.source_language)
    return {
        "consultation": consultation,
        "steps": timeline(consultation),
        "contact": contact_of(consultation),
        "report_url": report_url(consultation),
        "datasets": datasets(consultation, translation.get_language() or "en"),
        "canonical_url": reverse("record:consultation", args=[consultation.uuid]),
        "crumbs": [consultations_crumb(), crumb(title)],
    }
