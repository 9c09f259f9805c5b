"""`/api/v1/`: the record's own routes, those of plugins, the schema, and a clear answer to anything else."""

from django.urls import include, path, re_path

from cms.api.schema import DocsView, SchemaView
from consultations.api import problems
from plugins.kernel.urls import api_urlpatterns

urlpatterns = [
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(), name="docs"),
    path("", include("consultations.api.urls")),
    *api_urlpatterns(),
    re_path(r"^(?P<path>.*)$", problems.unknown_path),
]
