"""`/api/v1/threads/…`: threads for programs, and support."""

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from plugins.api.participation import ensure_participant_of, participant_of
from plugins.api.record import provision_refs
from plugins.api.rest import (
    DEFAULT_LIMIT,
    ProblemSerializer,
    choice_of,
    page_response,
    page_schema,
    parameters,
    read_parameters,
)
from plugins.bundled.threads import places
from plugins.bundled.threads.api.serializers import SupportSerializer, ThreadReplySerializer, ThreadSerializer
from plugins.bundled.threads.presenting import replies_shown, threads_shown
from plugins.bundled.threads.reading import Sort, Subject, rows_of
from plugins.bundled.threads.services import set_support

WHOLE = "whole"
PARAMETERS = {"sort": choice_of(Sort), "about": choice_of((WHOLE,))}
DESCRIBED: dict[str, Any] = {
    "parameters": parameters(
        sort="newest (the default), oldest or supported first.",
        about="whole: only what is on the whole, not on a part of it.",
    ),
    "responses": {200: page_schema(ThreadSerializer), 400: ProblemSerializer, 404: ProblemSerializer},
    "tags": ["threads"],
    "auth": [],
}


class ThreadListView(APIView):
    """Threads about one thing."""

    authentication_classes: list[type] = []
    permission_classes = [AllowAny]

    def listed(self, request: Request, subject: Subject, values: dict[str, Any]) -> Response:
        """The answer: a page of the threads about `subject`."""
        page = threads_shown(
            subject,
            Sort(values.get("sort", Sort.NEWEST)),
            cursor=values.get("cursor"),
            participant=None,
            limit=values.get("limit", DEFAULT_LIMIT),
        )
        return page_response(request, page, ThreadSerializer)


class ConsultationThreadsView(ThreadListView):
    """Threads of a consultation."""

    @extend_schema(operation_id="threads_of_consultation", **DESCRIBED)
    def get(self, request: Request, uuid: UUID) -> Response:
        values = read_parameters(request, PARAMETERS)
        subject = Subject(consultations=frozenset({uuid}), whole_only=values.get("about") == WHOLE)
        return self.listed(request, subject, values)


class VersionThreadsView(ThreadListView):
    """Threads on a version of a document."""

    @extend_schema(operation_id="threads_of_version", **DESCRIBED)
    def get(self, request: Request, uuid: UUID) -> Response:
        values = read_parameters(request, PARAMETERS)
        heading = places.heading_of_version(request._request, uuid)
        subject = Subject(
            consultations=places.consultations_on(heading),
            version=uuid,
            whole_only=values.get("about") == WHOLE,
        )
        return self.listed(request, subject, values)


class ProvisionThreadsView(ThreadListView):
    """Threads on one provision of a version."""

    @extend_schema(operation_id="threads_of_provision", **DESCRIBED)
    def get(self, request: Request, uuid: UUID, provision: UUID) -> Response:
        values = read_parameters(request, {"sort": PARAMETERS["sort"]})
        heading = places.heading_of_version(request._request, uuid)
        if not provision_refs({(uuid, provision)}):
            raise Http404
        subject = Subject(consultations=places.consultations_on(heading), version=uuid, provision_uid=provision)
        return self.listed(request, subject, values)


class RepliesView(APIView):
    """The replies of one thread."""

    authentication_classes: list[type] = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="threads_replies",
        parameters=parameters(),
        responses={200: page_schema(ThreadReplySerializer), 400: ProblemSerializer, 404: ProblemSerializer},
        tags=["threads"],
        auth=[],
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        values = read_parameters(request, {})
        page = replies_shown(
            uuid, cursor=values.get("cursor"), participant=None, limit=values.get("limit", DEFAULT_LIMIT)
        )
        return page_response(request, page, ThreadReplySerializer)


class SupportView(APIView):
    """The caller's support of one contribution. PUT gives it, DELETE takes it back; either may be repeated.

    For a signed-in account, or a guest who confirmed an e-mail address in this browser session; both send
    the CSRF token.
    """

    authentication_classes = [SessionAuthentication]
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="threads_support_read",
        responses={200: SupportSerializer, 404: ProblemSerializer},
        tags=["threads"],
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        row = rows_of([uuid], participant=participant_of(request._request))[uuid]
        return _told(row.submission, row.supported, row.support_count)

    @extend_schema(
        operation_id="threads_support_give",
        request=None,
        responses={
            200: SupportSerializer,
            400: ProblemSerializer,
            403: ProblemSerializer,
            404: ProblemSerializer,
            409: ProblemSerializer,
        },
        tags=["threads"],
    )
    def put(self, request: Request, uuid: UUID) -> Response:
        return self._set(request, uuid, supported=True)

    @extend_schema(
        operation_id="threads_support_take_back",
        request=None,
        responses={
            200: SupportSerializer,
            400: ProblemSerializer,
            403: ProblemSerializer,
            404: ProblemSerializer,
            409: ProblemSerializer,
        },
        tags=["threads"],
    )
    def delete(self, request: Request, uuid: UUID) -> Response:
        return self._set(request, uuid, supported=False)

    def _set(self, request: Request, uuid: UUID, *, supported: bool) -> Response:
        # REST framework asks accounts for the token, but not guests, whom it does not know.
        SessionAuthentication().enforce_csrf(request)
        participant = ensure_participant_of(request._request)
        if participant is None:
            raise NotAuthenticated
        state = set_support(submission=uuid, participant=participant, supported=supported)
        return _told(state.submission, state.supported, state.support_count)


def _told(submission: UUID, supported: bool, support_count: int) -> Response:
    told = {"submission": submission, "supported": supported, "support_count": support_count}
    return Response(SupportSerializer(told).data)
