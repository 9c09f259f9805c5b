"""The report on a consultation."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound as NoSuchPage
from rest_framework.request import Request
from rest_framework.response import Response

from consultations.api.listing import MAX_LIMIT, choice_of, read_parameters
from consultations.api.report_serializers import ReportSerializer
from consultations.api.views.catalogue import PublicView
from consultations.api.views.staff import PROBLEM
from consultations.outputs.report_sections import plugin_sections
from consultations.selectors.report import PAGE_SIZE, Report, consultation_report, report_groups

LANGUAGE = OpenApiParameter(
    "language", str, description="The language of labels and of plugins' sections; else Accept-Language decides."
)
spoken = choice_of(code for code, _name in settings.LANGUAGES)


def page_number(text: str) -> int:
    """A page, from 1."""
    if not text.isascii() or not text.isdigit() or not int(text[:9]) >= 1:
        raise ValueError(_("A whole number from 1 is expected."))
    return int(text[:9])


class ReportView(PublicView):
    """The report on a consultation, from its closing on: figures, legal basis, and every submission with the
    answer to it, in the order of what it is about.
    """

    @extend_schema(
        operation_id="consultations_report",
        parameters=[
            LANGUAGE,
            OpenApiParameter("page", int, description="A page of submissions, from 1."),
            OpenApiParameter("limit", int, description=f"Submissions on a page, 1 to {MAX_LIMIT}."),
        ],
        responses={200: ReportSerializer, 400: PROBLEM, 404: PROBLEM, 409: PROBLEM},
        tags=["consultations"],
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        values = read_parameters(request, {"page": page_number, "language": spoken})
        page, size = values.get("page", 1), values.get("limit", PAGE_SIZE)
        report = consultation_report(uuid)
        if page > report.pages(size):
            raise NoSuchPage
        language = values.get("language") or translation.get_language() or settings.LANGUAGE_CODE
        return Response(ReportSerializer(_body(request, report, page, size, language)).data)


def _body(request: Request, report: Report, page: int, size: int, language: str) -> dict[str, Any]:
    def address(number: int) -> str | None:
        if not 1 <= number <= report.pages(size):
            return None
        query = request.query_params.copy()
        query["page"] = str(number)
        return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")

    groups = report_groups(report, page, size)
    return {
        "consultation": report.consultation,
        "is_complete": report.is_complete,
        "legal": report.legal,
        "figures": report.figures,
        "places": report.places,
        "sections": plugin_sections(report.consultation, language),
        "page": page,
        "pages": report.pages(size),
        "submissions": [submission for group in groups for submission in group.submissions],
        "next": address(page + 1),
        "previous": address(page - 1),
    }
