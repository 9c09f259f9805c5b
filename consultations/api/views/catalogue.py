"""Institutions, consultations, documents and the ledger, as the public reads them."""

from uuid import UUID

from django.conf import settings
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from consultations.api.listing import (
    DEFAULT_LIMIT,
    choice_of,
    institution_filter,
    page_response,
    page_schema,
    parameters,
    plain,
    read_parameters,
)
from consultations.api.serializers import (
    ConsultationSerializer,
    DocumentSerializer,
    InstitutionSerializer,
    LedgerEventSerializer,
    TopicSerializer,
    VersionDetailSerializer,
)
from consultations.api.views.staff import PROBLEM
from consultations.models.document import DocumentKind
from consultations.selectors.consultations import consultation_detail, consultation_list
from consultations.selectors.documents import document_detail, document_list, version_detail
from consultations.selectors.institutions import institution_by_slug, institution_list
from consultations.selectors.ledger import ledger_events
from consultations.selectors.topics import topic_list
from consultations.selectors.views import Page
from consultations.states import ConsultationState

LANGUAGE = OpenApiParameter("language", str, description="The language of the texts; the source's by default.")


class PublicView(APIView):
    """Open to everybody; nobody is asked who they are."""

    authentication_classes: list[type] = []
    permission_classes = [AllowAny]


class TopicsView(PublicView):
    """The vocabulary by which consultations and documents are found across languages."""

    @extend_schema(
        operation_id="topics_list",
        parameters=parameters(),
        responses={200: page_schema(TopicSerializer), 400: PROBLEM},
        tags=["topics"],
    )
    def get(self, request: Request) -> Response:
        read_parameters(request, {})
        return page_response(request, Page(items=topic_list()), TopicSerializer)


class InstitutionsView(PublicView):
    """Every institution on this site."""

    @extend_schema(
        operation_id="institutions_list",
        parameters=parameters(),
        responses={200: page_schema(InstitutionSerializer), 400: PROBLEM},
        tags=["institutions"],
    )
    def get(self, request: Request) -> Response:
        read_parameters(request, {})
        return page_response(request, Page(items=institution_list()), InstitutionSerializer)


class InstitutionView(PublicView):
    """One institution."""

    @extend_schema(
        operation_id="institutions_read",
        responses={200: InstitutionSerializer, 404: PROBLEM},
        tags=["institutions"],
    )
    def get(self, request: Request, slug: str) -> Response:
        return Response(InstitutionSerializer(institution_by_slug(slug)).data)


class ConsultationsView(PublicView):
    """Consultations, those that open last first."""

    @extend_schema(
        operation_id="consultations_list",
        parameters=parameters(
            institution="Only those of this institution (slug).",
            state="planned, open, closed, answered, archived or cancelled.",
            language="Only those with a title in this language.",
        ),
        responses={200: page_schema(ConsultationSerializer), 400: PROBLEM},
        tags=["consultations"],
    )
    def get(self, request: Request) -> Response:
        values = read_parameters(request, {"institution": plain, "state": choice_of(ConsultationState.values)})
        state = values.pop("state", None)
        page = consultation_list(
            **{"limit": DEFAULT_LIMIT, **values, **institution_filter(values)}, states=[state] if state else []
        )
        return page_response(request, page, ConsultationSerializer)


class ConsultationView(PublicView):
    """One consultation with its documents and figures."""

    @extend_schema(
        operation_id="consultations_read",
        responses={200: ConsultationSerializer, 404: PROBLEM},
        tags=["consultations"],
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        return Response(ConsultationSerializer(consultation_detail(uuid)).data)


class LedgerView(PublicView):
    """The consultation's hash chain from its first event, for anybody to check."""

    @extend_schema(
        operation_id="consultations_ledger",
        parameters=parameters(),
        responses={200: page_schema(LedgerEventSerializer), 404: PROBLEM},
        tags=["consultations"],
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        values = read_parameters(request, {})
        page = ledger_events(uuid, cursor=values.get("cursor"), limit=values.get("limit", DEFAULT_LIMIT))
        return page_response(request, page, LedgerEventSerializer)


class DocumentsView(PublicView):
    """Documents with all their versions, the newest first."""

    @extend_schema(
        operation_id="documents_list",
        parameters=parameters(
            institution="Only those of this institution (slug).",
            kind="strategy, draft_act, plan, budget or other.",
        ),
        responses={200: page_schema(DocumentSerializer), 400: PROBLEM},
        tags=["documents"],
    )
    def get(self, request: Request) -> Response:
        values = read_parameters(request, {"institution": plain, "kind": choice_of(DocumentKind.values)})
        values.pop("language", None)
        page = document_list(**{"limit": DEFAULT_LIMIT, **values, **institution_filter(values)})
        return page_response(request, page, DocumentSerializer)


class DocumentView(PublicView):
    """One document."""

    @extend_schema(
        operation_id="documents_read", responses={200: DocumentSerializer, 404: PROBLEM}, tags=["documents"]
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        return Response(DocumentSerializer(document_detail(uuid)).data)


class VersionView(PublicView):
    """One version of a document with its provisions in one language."""

    @extend_schema(
        operation_id="documents_version",
        parameters=[LANGUAGE],
        responses={200: VersionDetailSerializer, 400: PROBLEM, 404: PROBLEM},
        tags=["documents"],
    )
    def get(self, request: Request, uuid: UUID, number: int) -> Response:
        values = read_parameters(request, {})
        detail = version_detail(uuid, number=number, language=values.get("language") or settings.LANGUAGE_CODE)
        return Response(VersionDetailSerializer(detail).data)
