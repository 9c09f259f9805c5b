"""A route of the public API."""

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kuvend_dummy.reading import visible_notes


class NoteSerializer(serializers.Serializer):
    """A note as the API shows it: without whose submission it was."""

    word = serializers.CharField()
    at = serializers.DateTimeField()


class NotesView(APIView):
    """The latest notes."""

    permission_classes = (AllowAny,)

    @extend_schema(operation_id="dummy_notes", responses=NoteSerializer(many=True))
    def get(self, request: Request) -> Response:
        """The latest notes of the institution of the address, or of the whole portal."""
        institution = getattr(request, "institution", None)
        found = visible_notes(institution.uuid if institution else None)
        return Response(NoteSerializer(found, many=True).data)


urlpatterns = [path("notes/", NotesView.as_view(), name="notes")]
