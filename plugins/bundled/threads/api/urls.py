"""`/api/v1/threads/…`, each route asking the gate about the place that its address names."""

from django.urls import path

from plugins.api.activation import in_scope
from plugins.bundled.threads import places
from plugins.bundled.threads.api import views

urlpatterns = [
    path(
        "consultations/<uuid:uuid>/",
        in_scope(places.of_consultation)(views.ConsultationThreadsView.as_view()),
        name="consultation",
    ),
    path("versions/<uuid:uuid>/", in_scope(places.of_version)(views.VersionThreadsView.as_view()), name="version"),
    path(
        "versions/<uuid:uuid>/provisions/<uuid:provision>/",
        in_scope(places.of_version)(views.ProvisionThreadsView.as_view()),
        name="provision",
    ),
    path(
        "submissions/<uuid:uuid>/replies/",
        in_scope(places.of_submission)(views.RepliesView.as_view()),
        name="replies",
    ),
    path(
        "submissions/<uuid:uuid>/support/",
        in_scope(places.of_submission)(views.SupportView.as_view()),
        name="support",
    ),
]
