"""What an institution's own programs may do, each call with a token of that institution."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from consultations.api.authentication import HasScope, TokenAuthentication, TokenGrant
from consultations.api.listing import (
    DEFAULT_LIMIT,
    institution_filter,
    page_response,
    page_schema,
    parameters,
    plain,
    read_parameters,
    uuid_value,
)
from consultations.api.serializers import (
    HeldSubmissionSerializer,
    ModerationRequestSerializer,
    ProblemSerializer,
    ResponseListItemSerializer,
    ResponseRequestSerializer,
    SubmissionSerializer,
)
from consultations.selectors.responses import response_by_uuid, response_list
from consultations.selectors.staff import moderation_queue, submission_for_staff
from consultations.services.moderate import moderate
from consultations.services.respond import respond

PROBLEM = OpenApiResponse(ProblemSerializer, description="A problem document (RFC 9457).")
PROBLEMS = dict.fromkeys((400, 401, 403, 404, 409), PROBLEM)


def grant_of(request: Request) -> TokenGrant:
    """The token's grant; the permission class has made sure that there is one."""
    grant = request.auth
    if not isinstance(grant, TokenGrant):
        raise TypeError("a view for tokens was reached without one")
    return grant


class HeldSubmissionsView(APIView):
    """Submissions that wait for a moderator of the token's institution."""

    authentication_classes = [TokenAuthentication]
    permission_classes = [HasScope.of("submissions:read-held")]

    @extend_schema(
        operation_id="submissions_held",
        parameters=parameters(consultation="Only those of this consultation (uuid)."),
        responses={200: page_schema(HeldSubmissionSerializer), 401: PROBLEM, 403: PROBLEM},
        tags=["staff"],
    )
    def get(self, request: Request) -> Response:
        values = read_parameters(request, {"consultation": uuid_value})
        page = moderation_queue(
            grant_of(request).institution,
            consultation=values.get("consultation"),
            cursor=values.get("cursor"),
            limit=values.get("limit", DEFAULT_LIMIT),
        )
        return page_response(request, page, HeldSubmissionSerializer)


class ModerationView(APIView):
    """A moderation decision on one submission of the token's institution."""

    authentication_classes = [TokenAuthentication]
    permission_classes = [HasScope.of("submissions:moderate")]

    @extend_schema(
        operation_id="submissions_moderate",
        request=ModerationRequestSerializer,
        responses={
            200: SubmissionSerializer,
            400: PROBLEM,
            401: PROBLEM,
            403: PROBLEM,
            404: PROBLEM,
            409: PROBLEM,
        },
        tags=["staff"],
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        form = ModerationRequestSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        institution = grant_of(request).institution
        moderate(
            submission_uuid=uuid,
            action=form.validated_data["action"],
            public_reason=form.validated_data["public_reasons"],
            reason_code=form.validated_data["reason_code"],
            actor=None,
            institution=institution,
        )
        return Response(SubmissionSerializer(submission_for_staff(institution, uuid).submission).data)


class ResponsesView(APIView):
    """The answers of institutions: read by anybody, given with a token of the institution."""

    authentication_classes = [TokenAuthentication]

    def get_permissions(self) -> list[Any]:
        return [HasScope.of("responses:write")()] if self.request.method == "POST" else [AllowAny()]

    @extend_schema(
        operation_id="responses_list",
        parameters=parameters(
            consultation="Only those of this consultation (uuid).",
            institution="Only those of this institution (slug).",
        ),
        responses={200: page_schema(ResponseListItemSerializer), 400: PROBLEM},
        tags=["responses"],
        auth=[],
    )
    def get(self, request: Request) -> Response:
        values = read_parameters(request, {"consultation": uuid_value, "institution": plain})
        page = response_list(
            consultation=values.get("consultation"),
            institution=institution_filter(values).get("institution"),
            cursor=values.get("cursor"),
            limit=values.get("limit", DEFAULT_LIMIT),
        )
        return page_response(request, page, ResponseListItemSerializer)

    @extend_schema(
        operation_id="responses_create",
        request=ResponseRequestSerializer,
        responses={201: ResponseListItemSerializer, **PROBLEMS},
        tags=["staff"],
    )
    def post(self, request: Request) -> Response:
        form = ResponseRequestSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        response = respond(
            institution=grant_of(request).institution,
            submission_uuids=form.validated_data["submissions"],
            outcome=form.validated_data["outcome"],
            reasons=form.validated_data["reasons"],
            actor=None,
        )
        return Response(
            ResponseListItemSerializer(response_by_uuid(response.uuid)).data, status=status.HTTP_201_CREATED
        )
