"""The public log of moderators' decisions, for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from plugins.api.activation import permitting_institutions
from plugins.api.moderation import public_decisions
from plugins.api.rest import (
    DEFAULT_LIMIT,
    Parser,
    ProblemSerializer,
    TranslatedField,
    choice_of,
    institution_filter,
    page_response,
    page_schema,
    parameters,
    plain,
    read_parameters,
    uuid_value,
)
from plugins.bundled.moderation.checks import PLUGIN
from plugins.bundled.moderation.places import host_institution

ACTIONS = ("publish", "hide", "remove", "restore")
PARAMETERS: dict[str, Parser] = {
    "institution": plain,
    "consultation": uuid_value,
    "action": choice_of(ACTIONS),
}


class DecisionSerializer(serializers.Serializer):
    """A decision with its public reason. Who decided, and what was decided on, is not in it."""

    uuid = serializers.UUIDField()
    action = serializers.ChoiceField(choices=ACTIONS)
    reason_code = serializers.CharField(help_text="The ground, a short code; may be empty for publish.")
    public_reasons = TranslatedField()
    decided_at = serializers.DateTimeField()
    submission = serializers.UUIDField()
    submission_number = serializers.IntegerField()
    consultation = serializers.UUIDField()
    institution = serializers.SlugField(source="institution_slug")


class DecisionsView(APIView):
    """Moderators' decisions, the newest first."""

    authentication_classes: list[type] = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="moderation_decisions_list",
        parameters=parameters(
            institution="Only those of this institution (slug).",
            consultation="Only those in this consultation (uuid).",
            action="Only those: publish, hide, remove or restore.",
        ),
        responses={200: page_schema(DecisionSerializer), 400: ProblemSerializer, 404: ProblemSerializer},
        tags=["moderation"],
        auth=[],
    )
    def get(self, request: Request) -> Response:
        values = read_parameters(request, PARAMETERS)
        page = public_decisions(
            institutions=_institutions(request, values),
            consultation=values.get("consultation"),
            actions=[values["action"]] if "action" in values else [],
            cursor=values.get("cursor"),
            limit=values.get("limit", DEFAULT_LIMIT),
        )
        return page_response(request, page, DecisionSerializer)


def _institutions(request: Request, values: dict[str, Any]) -> frozenset[Any]:
    """Those asked for, of those where moderation is on."""
    on = permitting_institutions(PLUGIN)
    asked = institution_filter(values).get("institution") or host_institution(request._request)
    return on if asked is None else on & {asked}
