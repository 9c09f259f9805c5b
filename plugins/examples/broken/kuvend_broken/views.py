"""Pages, routes and admin pages that fail as their address says."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kuvend_broken.misbehaving import SECRET, misbehave
from plugins.api.roles import institutions_allowing

PERMISSION = "broken.break_things"


class NotTwice:
    """Fails while a template is rendered, when the view has returned already."""

    def fails(self) -> str:
        """Raise."""
        raise RuntimeError(SECRET)


def page(request: HttpRequest) -> HttpResponse | None:
    """A page that works, or fails as its address says: `?how=raise`, `nothing`, or `late`, when it is rendered."""
    how = request.GET.get("how")
    if how == "raise":
        raise RuntimeError(SECRET)
    if how == "nothing":
        return None
    if how == "late":
        template = engines["django"].from_string("{{ thing.fails }}")
        return TemplateResponse(request, template, {"thing": NotTwice()})  # type: ignore[arg-type]
    return HttpResponse("broken works here", content_type="text/plain")


def is_shown(request: HttpRequest) -> bool:
    """The condition of the menu item, which fails as an institution of the person's set."""
    institutions = sorted(institutions_allowing(request.user, PERMISSION))
    return misbehave(institutions[0], request, lambda: True, wrong=object()) if institutions else False


class WordView(APIView):
    """A route that works, or raises: `?how=raise`."""

    authentication_classes: list[type] = []
    permission_classes = [AllowAny]

    @extend_schema(operation_id="broken_word", responses={200: dict[str, str]}, auth=[])
    def get(self, request: Request, **kwargs: Any) -> Response:
        if request.query_params.get("how") == "raise":
            raise RuntimeError(SECRET)
        return Response({"word": "broken works here"})


site_urls = [path("", page, name="page")]
api_urls = [path("", WordView.as_view(), name="word")]
admin_urls = [path("", page, name="page")]
