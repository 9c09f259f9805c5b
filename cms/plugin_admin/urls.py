"""`/admin/plugin-administration/…`."""

from django.urls import path

from cms.plugin_admin.views.health import HealthView, decide_delivery
from cms.plugin_admin.views.operator import reset_failures
from cms.plugin_admin.views.overview import OverviewView
from cms.plugin_admin.views.permissions import PermissionsView
from cms.plugin_admin.views.plugin import PluginView, switch_consultation, switch_institution

app_name = "plugin_admin"
# An institution may be called anything: what names none has more parts, or no plugin's slug, in the second place.
urlpatterns = [
    path("", OverviewView.as_view(), name="overview"),
    path("operator/health/<slug:plugin>/", HealthView.as_view(), name="health"),
    path("deliveries/<int:pk>/", decide_delivery, name="delivery"),
    path("failures/<int:pk>/reset/", reset_failures, name="reset"),
    path("<slug:institution>/<slug:plugin>/", PluginView.as_view(), name="plugin"),
    path("<slug:institution>/<slug:plugin>/permissions/", PermissionsView.as_view(), name="permissions"),
    path("<slug:institution>/<slug:plugin>/switch/", switch_institution, name="switch"),
    path(
        "<slug:institution>/<slug:plugin>/consultations/<uuid:consultation>/switch/",
        switch_consultation,
        name="switch_consultation",
    ),
]
