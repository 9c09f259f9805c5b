"""`/<language>/polls/…`, in the namespace `polls`."""

from django.urls import path

from kuvend_polls.site import views

urlpatterns = [
    path("consultations/<uuid:uuid>/", views.polls, name="consultation"),
    path("<uuid:uuid>/", views.poll, name="poll"),
]
