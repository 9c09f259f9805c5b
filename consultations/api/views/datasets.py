"""Open data of a consultation: what there is, and the files."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import StreamingHttpResponse
from django.utils import translation
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from consultations.api.listing import choice_of, read_parameters
from consultations.api.negotiation import AnyForm
from consultations.api.report_serializers import DatasetListSerializer
from consultations.api.views.catalogue import PublicView
from consultations.api.views.reports import LANGUAGE, spoken
from consultations.api.views.staff import PROBLEM
from consultations.outputs.datasets import dataset_file, dataset_named, datasets
from consultations.selectors.consultations import consultation_detail

CONTENT_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
FILE_PROBLEMS = dict.fromkeys((400, 404, 503), PROBLEM)
NAME = OpenApiParameter("name", str, OpenApiParameter.PATH, description="As listed by datasets/.")
BOM = OpenApiParameter("bom", str, description="1: begin with a byte order mark, for spreadsheets.")


class DatasetsView(PublicView):
    """The data sets of a consultation: the record's own, and those of plugins that are on there."""

    @extend_schema(
        operation_id="consultations_datasets",
        parameters=[LANGUAGE],
        responses={200: DatasetListSerializer, 400: PROBLEM, 404: PROBLEM},
        tags=["open data"],
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        language = _language(read_parameters(request, {"language": spoken}))
        items = [
            {
                "name": dataset.name,
                "label": dataset.label,
                "columns": dataset.columns,
                "csv": reverse("api_dataset_csv", args=[uuid, dataset.name], request=request),
                "json": reverse("api_dataset_json", args=[uuid, dataset.name], request=request),
            }
            for dataset in datasets(consultation_detail(uuid), language)
        ]
        return Response(DatasetListSerializer({"items": items}).data)


class _DatasetFileView(PublicView):
    content_negotiation_class = AnyForm

    def answer(self, request: Request, uuid: UUID, name: str, form: str) -> StreamingHttpResponse:
        """The file, complete or not begun."""
        parsers = {"language": spoken} | ({"bom": choice_of(("0", "1"))} if form == "csv" else {})
        values = read_parameters(request, parsers)
        language = _language(values)
        consultation = consultation_detail(uuid)
        dataset = dataset_named(consultation, name, language)
        file = dataset_file(consultation, dataset, form, language, bom=values.get("bom") == "1")
        response = StreamingHttpResponse(file.pieces, content_type=CONTENT_TYPES[form])
        response["Content-Disposition"] = f'attachment; filename="{name}-{str(uuid)[:8]}.{form}"'
        if file.size is not None:
            response["Content-Length"] = str(file.size)
        return response


class DatasetCsvView(_DatasetFileView):
    """A data set as CSV in UTF-8. Texts that a spreadsheet would take for a formula begin with an apostrophe."""

    @extend_schema(
        operation_id="consultations_dataset_csv",
        parameters=[NAME, LANGUAGE, BOM],
        responses={(200, "text/csv"): OpenApiTypes.STR, **FILE_PROBLEMS},
        tags=["open data"],
    )
    def get(self, request: Request, uuid: UUID, name: str) -> StreamingHttpResponse:
        return self.answer(request, uuid, name, "csv")


class DatasetJsonView(_DatasetFileView):
    """A data set as JSON: `{"dataset", "consultation", "columns", "rows": [{column: value}]}`."""

    @extend_schema(
        operation_id="consultations_dataset_json",
        parameters=[NAME, LANGUAGE],
        responses={(200, "application/json"): OpenApiTypes.OBJECT, **FILE_PROBLEMS},
        tags=["open data"],
    )
    def get(self, request: Request, uuid: UUID, name: str) -> StreamingHttpResponse:
        return self.answer(request, uuid, name, "json")


def _language(values: dict[str, Any]) -> str:
    return values.get("language") or translation.get_language() or settings.LANGUAGE_CODE
