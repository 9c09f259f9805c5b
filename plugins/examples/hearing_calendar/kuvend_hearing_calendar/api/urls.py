"""`/api/v1/hearings/…`, each route asking the gate about the place that its address names."""

from django.urls import path

from kuvend_hearing_calendar import places
from kuvend_hearing_calendar.api import views
from plugins.api.activation import in_scope

urlpatterns = [
    path("", views.UpcomingView.as_view(), name="upcoming"),
    path(
        "consultations/<uuid:uuid>/",
        in_scope(places.of_consultation)(views.ConsultationHearingsView.as_view()),
        name="consultation",
    ),
    path("<uuid:uuid>/", in_scope(places.of_hearing)(views.HearingDetailView.as_view()), name="hearing"),
]
