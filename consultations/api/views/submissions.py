"""Submissions: read by anybody, sent by a guest or a signed-in person."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from consultations.api.clients import client_of
from consultations.api.listing import (
    DEFAULT_LIMIT,
    Parser,
    choice_of,
    institution_filter,
    page_response,
    page_schema,
    parameters,
    plain,
    read_parameters,
    uuid_value,
)
from consultations.api.serializers import (
    FollowedSubmissionSerializer,
    NewSubmissionSerializer,
    ReceiptSerializer,
    SubmissionSerializer,
)
from consultations.api.views.staff import PROBLEM
from consultations.authors import Account, Author, Guest
from consultations.models.response import Outcome
from consultations.models.submission import Channel
from consultations.selectors.following import submission_follow
from consultations.selectors.submissions import Order, SubmissionFilter, submission_list, submission_public
from consultations.services.submit import Submitted, submit

KEY_HEADER = "Idempotency-Key"
KEY_LIMIT = 200
PARAMETERS: dict[str, Parser] = {
    "institution": plain,
    "consultation": uuid_value,
    "version": uuid_value,
    "provision": uuid_value,
    "parent": uuid_value,
    "outcome": choice_of(Outcome.values),
    "answered": lambda text: choice_of(("true", "false"))(text) == "true",
    "order": choice_of(Order),
}


class SubmissionsView(APIView):
    """The public's submissions."""

    authentication_classes = [SessionAuthentication]
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="submissions_list",
        parameters=parameters(
            institution="Only those to this institution (slug).",
            consultation="Only those of this consultation (uuid).",
            version="Only those on this version of a document (uuid).",
            provision="Only those on this provision (uid).",
            parent="Only the replies to this submission (uuid).",
            outcome="Only those answered so: accepted, partly_accepted, not_accepted, noted, out_of_scope.",
            answered="true: only answered ones; false: only those without an answer.",
            language="Only those written in this language.",
            order="newest (the default) or oldest first.",
        ),
        responses={200: page_schema(SubmissionSerializer), 400: PROBLEM},
        tags=["submissions"],
        auth=[],
    )
    def get(self, request: Request) -> Response:
        values = read_parameters(request, PARAMETERS)
        filters = SubmissionFilter(
            consultation=values.get("consultation"),
            version=values.get("version"),
            provision_uid=values.get("provision"),
            parent=values.get("parent"),
            outcome=values.get("outcome"),
            answered=values.get("answered"),
            language=values.get("language"),
            institution=institution_filter(values).get("institution"),
        )
        page = submission_list(
            filters,
            order=values.get("order", Order.NEWEST),
            cursor=values.get("cursor"),
            limit=values.get("limit", DEFAULT_LIMIT),
        )
        return page_response(request, page, SubmissionSerializer)

    @extend_schema(
        operation_id="submissions_create",
        request=NewSubmissionSerializer,
        parameters=[
            OpenApiParameter(
                KEY_HEADER,
                str,
                OpenApiParameter.HEADER,
                description="Your own unique key: posts that repeat it make one submission.",
            )
        ],
        responses={
            201: ReceiptSerializer,
            200: ReceiptSerializer,
            400: PROBLEM,
            409: PROBLEM,
            422: PROBLEM,
            429: PROBLEM,
        },
        tags=["submissions"],
    )
    def post(self, request: Request) -> Response:
        form = NewSubmissionSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        values = form.validated_data
        submitted = submit(
            consultation_uuid=values["consultation"],
            text=values["text"],
            language=values["language"],
            author=_author(request, values),
            provision_uid=values.get("provision"),
            version_uuid=values.get("version"),
            parent_uuid=values.get("parent"),
            channel=Channel.API,
            idempotency_key=_key(request),
            fields=values.get("fields"),
            client=client_of(request),
        )
        code = status.HTTP_201_CREATED if submitted.created else status.HTTP_200_OK
        return Response(_receipt(request, submitted), status=code)


class SubmissionView(APIView):
    """One submission, or the trace of one that is not public any more."""

    authentication_classes: list[type] = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="submissions_read",
        responses={200: SubmissionSerializer, 404: PROBLEM},
        tags=["submissions"],
        auth=[],
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        return Response(SubmissionSerializer(submission_public(uuid)).data)


class FollowView(APIView):
    """A submission as its author sees it: the token is the secret end of the private page's address."""

    authentication_classes: list[type] = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="submissions_follow",
        responses={200: FollowedSubmissionSerializer, 404: PROBLEM},
        tags=["submissions"],
        auth=[],
    )
    def get(self, request: Request, token: str) -> Response:
        response = Response(FollowedSubmissionSerializer(submission_follow(token)).data)
        response["Cache-Control"] = "no-store"
        return response


def _author(request: Request, values: dict[str, Any]) -> Author:
    if request.user.is_authenticated and request.user.pk is not None:
        return Account(user_id=request.user.pk, display_name=values["name"], organisation=values["organisation"])
    if not values.get("email"):
        raise ValidationError({"email": [_("Give an e-mail address, so that you can confirm what you send.")]})
    return Guest(
        email=values["email"],
        display_name=values["name"],
        organisation=values["organisation"],
        interface_language=get_language() or "",
    )


def _key(request: Request) -> str | None:
    key = request.headers.get(KEY_HEADER)
    if key is not None and (not 1 <= len(key) <= KEY_LIMIT or not key.isprintable()):
        raise ValidationError(
            {KEY_HEADER: [_("The key may have up to %(limit)d characters.") % {"limit": KEY_LIMIT}]}
        )
    return key


def _receipt(request: Request, submitted: Submitted) -> dict[str, Any]:
    submission = submitted.submission
    data = dict(
        ReceiptSerializer(
            {
                "uuid": submission.uuid,
                "receipt_number": submission.receipt_number,
                "state": submission.state,
                "submitted_at": submission.submitted_at,
                "content_hash": submission.content_hash,
                "follow_url": request.build_absolute_uri(reverse("record:follow", args=[submitted.follow_token])),
            }
        ).data
    )
    return data
