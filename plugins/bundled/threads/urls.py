"""`/<language>/threads/…`, in the namespace `threads`."""

from django.urls import path

from plugins.bundled.threads import support_views, views

urlpatterns = [
    path("consultations/<uuid:uuid>/", views.consultation_thread, name="consultation"),
    path("consultations/<uuid:uuid>/parts/", views.consultation_parts, name="parts"),
    path("versions/<uuid:uuid>/", views.version_thread, name="version"),
    path("versions/<uuid:uuid>/provisions/<uuid:provision>/", views.provision_thread, name="provision"),
    path("submissions/<uuid:uuid>/", views.submission_thread, name="thread"),
    path("submissions/<uuid:uuid>/support/", support_views.support, name="support"),
]
