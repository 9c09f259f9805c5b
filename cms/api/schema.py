"""The OpenAPI document: what this site, or one institution of it, offers right now."""

from typing import Any

from django.http import Http404
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request

from consultations.api.problems import MEDIA_TYPE
from consultations.models import Institution
from plugins.kernel.gate import is_active
from plugins.kernel.points import Scope

PREFIX = "/api/v1/"


class GatedSchemaGenerator(SchemaGenerator):
    """Leaves out the routes of plugins that are off where the schema is asked for."""

    scope = Scope(institution=None)

    def get_schema(self, request: Request | None = None, public: bool = False) -> Any:
        self.scope = Scope(institution=_institution_uuid(request))
        return super().get_schema(request, public)

    def create_view(self, callback: Any, method: str, request: Request | None = None) -> Any:
        """The view to describe; it says which plugin it is of, as its callback does."""
        view = super().create_view(callback, method, request)
        view.plugin_slug = getattr(callback, "plugin_slug", "")
        return view

    def _get_paths_and_endpoints(self) -> list[Any]:
        return [endpoint for endpoint in super()._get_paths_and_endpoints() if self._offered(*endpoint)]

    def _offered(self, path: str, path_regex: str, method: str, view: Any) -> bool:
        if not path.startswith(PREFIX):
            return False
        slug = view.plugin_slug
        return not slug or is_active(slug, self.scope)


def _institution_uuid(request: Request | None) -> Any:
    """The institution named by `?institution=` or by the host, else None. Raises Http404 if unknown."""
    if request is None:
        return None
    slug = request.query_params.get("institution")
    if slug:
        found = Institution.objects.filter(slug=slug, is_active=True).values_list("uuid", flat=True).first()
        if found is None:
            raise Http404
        return found
    institution = getattr(request, "institution", None)
    return institution.uuid if institution else None


def problems_by_their_media_type(
    result: dict[str, Any], generator: SchemaGenerator, request: Request | None, public: bool
) -> dict[str, Any]:
    """Say of every problem document that it is sent as one (RFC 9457), whoever described the operation."""
    for operations in result["paths"].values():
        for operation in operations.values():
            for answer in operation["responses"].values():
                content = answer.get("content", {})
                shown = content.get("application/json", {}).get("schema", {}).get("$ref", "")
                if shown.endswith("/Problem"):
                    content[MEDIA_TYPE] = content.pop("application/json")
    return result


class SchemaView(SpectacularAPIView):
    """`/api/v1/schema/`, with `?institution=<slug>` for what one institution offers."""

    generator_class = GatedSchemaGenerator
    authentication_classes: list[type] = []


class DocsView(SpectacularSwaggerSplitView):
    """`/api/v1/docs/`: the schema, browsable."""

    authentication_classes: list[type] = []
    url_name = "schema"
