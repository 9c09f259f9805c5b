"""`/api/v1/hearings/…`: hearings for programs."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kuvend_hearing_calendar import places
from kuvend_hearing_calendar.reading import HearingView, hearings_of, upcoming_hearings
from plugins.api.rest import ProblemSerializer, TranslatedField, institution_filter, plain, read_parameters


class HearingSerializer(serializers.Serializer):
    """A hearing. `places_left` is null where there is no limit."""

    uuid = serializers.UUIDField()
    consultation = serializers.UUIDField()
    titles = TranslatedField()
    places = TranslatedField()
    descriptions = TranslatedField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    time_zone = serializers.CharField()
    places_left = serializers.IntegerField(allow_null=True)
    is_cancelled = serializers.BooleanField()


class HearingListSerializer(serializers.Serializer):
    """Hearings, the next one first."""

    items = HearingSerializer(many=True)


class _Open(APIView):
    authentication_classes: list[type] = []
    permission_classes = [AllowAny]

    def listed(self, hearings: list[HearingView]) -> Response:
        """The answer: these hearings."""
        return Response(HearingListSerializer({"items": hearings}).data)


DESCRIBED: dict[str, Any] = {
    "responses": {200: HearingListSerializer, 400: ProblemSerializer, 404: ProblemSerializer},
    "tags": ["hearings"],
    "auth": [],
}


class UpcomingView(_Open):
    """The hearings to come."""

    @extend_schema(operation_id="hearings_upcoming", **DESCRIBED)
    def get(self, request: Request) -> Response:
        """Of the institution of the address or of the parameter `institution`, or of the whole portal."""
        values = read_parameters(request, {"institution": plain})
        institution = getattr(request, "institution", None)
        asked = institution_filter(values).get("institution")
        return self.listed(upcoming_hearings(institution.uuid if institution else asked))


class ConsultationHearingsView(_Open):
    """All hearings of a consultation."""

    @extend_schema(operation_id="hearings_of_consultation", **DESCRIBED)
    def get(self, request: Request, uuid: UUID) -> Response:
        return self.listed(hearings_of(uuid))


class HearingDetailView(_Open):
    """One hearing."""

    @extend_schema(
        operation_id="hearings_hearing",
        responses={200: HearingSerializer, 404: ProblemSerializer},
        tags=["hearings"],
        auth=[],
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        return Response(HearingSerializer(places.public_hearing(request._request, uuid)).data)
