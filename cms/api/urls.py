"""`/api/v1/`: the record's own routes, those of plugins, the schema, and a clear answer to anything else."""

from django.urls import path, re_path

from cms.api.schema import DocsView, SchemaView
from consultations.api import problems
from consultations.api.urls import urlpatterns as record_urlpatterns
from plugins.kernel.urls import api_urlpatterns, first_parts

_own = [
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(), name="docs"),
    *record_urlpatterns,
]
urlpatterns = [
    *_own,
    *api_urlpatterns(reserved=first_parts(_own)),
    re_path(r"^(?P<path>.*)$", problems.unknown_path),
]
