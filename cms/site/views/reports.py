"""The report on a consultation: by pages to read, whole to print."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from cms.site.context import show_institution
from cms.site.crumbs import Crumb, consultations_crumb, crumb
from cms.site.report_page import contents, figure_tables, page_links, page_url, shown_pages
from cms.site.texts import local_text
from cms.site.timeline import timeline
from cms.site.views.consultations import contact_of
from cms.site.words import REPORT
from consultations.errors import NotFound, ReportNotYet
from consultations.outputs.datasets import datasets
from consultations.outputs.report_sections import plugin_sections
from consultations.selectors.report import Report, consultation_report, report_groups
from plugins.kernel import gate

#: Stands in the rendered frame where the contributions of a whole report are put, one batch after the other.
GAP = "<!--contributions-->"


@require_safe
def report_page(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """A page of the report, or with `?whole=1` all of it, sent while it is made. 404 before the closing."""
    try:
        report = consultation_report(uuid)
    except (NotFound, ReportNotYet):
        raise Http404 from None
    show_institution(request, report.consultation.institution.uuid)
    if request.GET.get("whole") == "1":
        context = _context(report, page=1, whole=True)
        return StreamingHttpResponse(_whole(request, report, context))
    page = _page(request, report)
    if page is None:
        return redirect("record:report", uuid)
    return _paged(request, report, page)


def _page(request: HttpRequest, report: Report) -> int | None:
    """The page asked for; None for one that there is not."""
    asked = request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 8):
        return None
    return int(asked) if 1 <= int(asked) <= report.pages() else None


def _paged(request: HttpRequest, report: Report, page: int) -> HttpResponse:
    links = page_links(report)
    context = _context(report, page=page, whole=False) | {
        "groups": report_groups(report, page),
        "pages": shown_pages(links, page),
        "previous_url": page_url(report, page - 1) if page > 1 else "",
        "next_url": page_url(report, page + 1) if page < report.pages() else "",
    }
    return render(request, "record/report.html", context)


def _whole(request: HttpRequest, report: Report, context: dict[str, Any]) -> Iterator[str]:
    """The frame up to the contributions, these in batches, and the rest of the frame."""
    language = translation.get_language() or "en"
    frame = render_to_string("record/report.html", context | {"gap": GAP}, request)
    before, _gap, after = frame.partition(GAP)

    def parts() -> Iterator[str]:
        yield before
        for page in range(1, report.pages() + 1):
            # The server asks for more when the request is over, with its language and what the gate remembered.
            with translation.override(language), gate.fresh():
                batch = {"groups": report_groups(report, page), "joined": True}
                html = render_to_string("record/report_groups.html", batch)
            yield html
        yield after

    return parts()


def _context(report: Report, *, page: int, whole: bool) -> dict[str, Any]:
    consultation = report.consultation
    title = local_text(consultation.titles, consultation.source_language)
    context: dict[str, Any] = {
        "report": report,
        "consultation": consultation,
        "page_number": page,
        "whole": whole,
        "is_first": page == 1,
        "canonical_url": page_url(report, page),
        "crumbs": [
            consultations_crumb(),
            crumb(title, reverse("record:consultation", args=[consultation.uuid])),
            Crumb(REPORT),
        ],
    }
    if page == 1:
        language = translation.get_language() or "en"
        context |= {
            "tables": figure_tables(report),
            "contents": contents(report, whole=whole),
            "steps": timeline(consultation),
            "contact": contact_of(consultation),
            "sections": plugin_sections(consultation, language),
            "datasets": datasets(consultation, language),
        }
    return context
