"""Pages for headless use: `/api/v2/pages/`, by Wagtail's API v2.

Everybody reads what is live and public. A draft is read with a token that an editor makes in the admin.
Errors are problem documents (RFC 9457), as in `/api/v1/`.
"""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.models import Page, Revision

from cms.pages.plugin_types import present_anywhere
from cms.pages.preview_tokens import PreviewExpired, PreviewInvalid, read_token
from consultations.api.problems import MEDIA_TYPE, problem

MAX_OFFSET = 1_000_000


class ContentViewSet(PagesAPIViewSet):
    """Live, public pages of all types with their public fields."""

    permission_classes: ClassVar[list[Any]] = [AllowAny]
    authentication_classes: ClassVar[list[Any]] = []
    renderer_classes = [JSONRenderer]
    meta_fields = [*PagesAPIViewSet.meta_fields, "translation_key", "last_published_at"]
    listing_default_fields = [*PagesAPIViewSet.listing_default_fields, "translation_key"]
    known_query_parameters = PagesAPIViewSet.known_query_parameters | {"token"}

    def listing_view(self, request: Request) -> Response:
        """Pages that fit the query; a language or site that does not exist is the client's mistake."""
        try:
            response: Response = super().listing_view(request)
        except Http404 as error:
            raise BadRequestError("the query names a language or site that does not exist") from error
        return response

    def get_queryset(self) -> Any:
        """Wagtail's, without pages whose plugin is off or gone."""
        return present_anywhere(super().get_queryset())

    def get_object(self) -> Page:
        """The page asked for; of a preview, the draft."""
        draft: Page | None = getattr(self, "draft", None)
        return draft if draft is not None else super().get_object()

    def find_object(self, queryset: Any, request: Request) -> Page | None:
        """By `id` or `html_path`; an id that is no number finds nothing."""
        if "id" in request.GET and not request.GET["id"].isdigit():
            raise BadRequestError("id must be a number")
        found: Page | None = super().find_object(queryset, request)
        return found

    def filter_queryset(self, queryset: Any) -> Any:
        """Wagtail's filters; what cannot be a value of a field is the client's mistake."""
        try:
            return super().filter_queryset(queryset)
        except (ValueError, ValidationError, OverflowError) as error:
            raise BadRequestError("a filter has a value that its field cannot have") from error

    def paginate_queryset(self, queryset: Any) -> Any:
        """Wagtail's paging, up to an offset that a list of pages can have."""
        offset = self.request.GET.get("offset", "0")
        if offset.isdigit() and int(offset[:20]) > MAX_OFFSET:
            raise BadRequestError(f"offset cannot be higher than {MAX_OFFSET}")
        return super().paginate_queryset(queryset)

    def preview_view(self, request: Request) -> Response:
        """A draft, as it would be published, for who has the token of its revision."""
        unknown = set(request.GET) - {"token", "rich_text_format"}
        if unknown:
            raise BadRequestError(f"unknown parameters: {', '.join(sorted(unknown))}")
        page_id, revision_id = read_token(request.GET.get("token", ""))
        revision = Revision.page_revisions.filter(pk=revision_id, object_id=str(page_id)).first()
        if revision is None or not present_anywhere(Page.objects.filter(pk=page_id)).exists():
            raise Http404
        self.draft = revision.as_object()
        return Response(self.get_serializer(self.draft).data)

    def handle_exception(self, exc: Exception) -> Response:
        """Problem documents instead of Wagtail's own form of errors."""
        if isinstance(exc, BadRequestError):
            return _problem("invalid_query", str(exc), status.HTTP_400_BAD_REQUEST)
        if isinstance(exc, PreviewExpired):
            return _problem("preview_expired", "This preview link has expired.", status.HTTP_410_GONE)
        if isinstance(exc, PreviewInvalid):
            return _problem("preview_invalid", "This preview link is not valid.", status.HTTP_403_FORBIDDEN)
        if isinstance(exc, Http404):
            return _problem("not_found", "There is no such page.", status.HTTP_404_NOT_FOUND)
        return super().handle_exception(exc)

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        """Wagtail's addresses and the preview's."""
        preview = never_cache(cls.as_view({"get": "preview_view"}))
        return [*super().get_urlpatterns(), path("preview/", preview, name="preview")]


def _problem(code: str, title: str, status_code: int) -> Response:
    body = problem(code=code, title=title, status_code=status_code)
    return Response(body, status=status_code, content_type=MEDIA_TYPE)


api_router = WagtailAPIRouter("wagtailapi")
api_router.register_endpoint("pages", ContentViewSet)
