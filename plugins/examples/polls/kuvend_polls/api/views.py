"""`/api/v1/polls/…`: polls for programs, and answering them."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kuvend_polls import places
from kuvend_polls.answering import answer
from kuvend_polls.api.serializers import (
    NewPollAnswerSerializer,
    PollAnswerSerializer,
    PollListSerializer,
    PollSerializer,
)
from kuvend_polls.reading import PollView, poll_view, published_polls
from plugins.api.participation import ensure_participant_of, participant_of
from plugins.api.record import ConsultationState
from plugins.api.rest import ProblemSerializer


def _told(poll: PollView) -> dict[str, Any]:
    """A poll as anybody may read it."""
    is_public = poll.result_is_public
    return {
        "uuid": poll.uuid,
        "consultation": poll.consultation,
        "questions": poll.questions,
        "is_open": poll.is_open,
        "total": poll.total if is_public else None,
        "choices": [
            {"uuid": choice.uuid, "labels": choice.labels, "answers": choice.answers if is_public else None}
            for choice in poll.choices
        ],
    }


class PollsView(APIView):
    """The polls of a consultation."""

    authentication_classes: list[type] = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="polls_of_consultation",
        responses={200: PollListSerializer, 404: ProblemSerializer},
        tags=["polls"],
        auth=[],
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        heading = places.heading_of(request._request, uuid)
        found = published_polls(uuid, is_open=heading.consultation.state == ConsultationState.OPEN)
        return Response(PollListSerializer({"items": [_told(poll) for poll in found]}).data)


class SinglePollView(APIView):
    """One poll."""

    authentication_classes: list[type] = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="polls_poll",
        responses={200: PollSerializer, 404: ProblemSerializer},
        tags=["polls"],
        auth=[],
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        row = places.poll_of_address(request._request, uuid)
        heading = places.heading_of(request._request, row.consultation)
        poll = poll_view(row, is_open=heading.consultation.state == ConsultationState.OPEN)
        return Response(PollSerializer(_told(poll)).data)


class AnswerView(APIView):
    """The caller's answer to a poll; PUT gives it or replaces it.

    For a signed-in account, or a guest who confirmed an e-mail address in this browser session; both send
    the CSRF token.
    """

    authentication_classes = [SessionAuthentication]
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="polls_answer_read",
        responses={200: PollAnswerSerializer, 404: ProblemSerializer},
        tags=["polls"],
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        row = places.poll_of_address(request._request, uuid)
        poll = poll_view(row, is_open=True, participant=participant_of(request._request))
        return Response(PollAnswerSerializer({"choice": poll.chosen}).data)

    @extend_schema(
        operation_id="polls_answer_give",
        request=NewPollAnswerSerializer,
        responses={
            200: PollAnswerSerializer,
            400: ProblemSerializer,
            403: ProblemSerializer,
            404: ProblemSerializer,
            409: ProblemSerializer,
        },
        tags=["polls"],
    )
    def put(self, request: Request, uuid: UUID) -> Response:
        # REST framework asks accounts for the token, but not guests, whom it does not know.
        SessionAuthentication().enforce_csrf(request)
        given = NewPollAnswerSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        participant = ensure_participant_of(request._request)
        if participant is None:
            raise NotAuthenticated
        choice = given.validated_data["choice"]
        answer(poll=uuid, choice=choice, participant=participant)
        return Response(PollAnswerSerializer({"choice": choice}).data)
