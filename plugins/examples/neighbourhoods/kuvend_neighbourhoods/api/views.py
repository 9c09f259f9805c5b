"""`/api/v1/neighbourhoods/…`: the settlements that can be named, for programs that send contributions."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kuvend_neighbourhoods.places import institution_named
from kuvend_neighbourhoods.settling import active_settlements
from plugins.api.rest import ProblemSerializer, TranslatedField


class SettlementSerializer(serializers.Serializer):
    """A settlement. `code` is the value of the field `neighbourhoods.settlement`."""

    code = serializers.CharField()
    names = TranslatedField()


class SettlementListSerializer(serializers.Serializer):
    """The settlements of an institution, in its order."""

    items = SettlementSerializer(many=True)


class SettlementsView(APIView):
    """The settlements of an institution."""

    authentication_classes: list[type] = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="neighbourhoods_settlements",
        responses={200: SettlementListSerializer, 404: ProblemSerializer},
        tags=["neighbourhoods"],
        auth=[],
    )
    def get(self, request: Request, slug: str) -> Response:
        found = active_settlements(institution_named(slug).uuid)
        return Response(SettlementListSerializer({"items": found}).data)
