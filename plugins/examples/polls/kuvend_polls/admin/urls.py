"""`/admin/plugins/polls/…`, in the namespace `polls_admin`."""

from django.urls import path

from kuvend_polls.admin import views

urlpatterns = [
    path("", views.PollList.as_view(), name="polls"),
    path("new/", views.PollEditor.as_view(), name="new"),
    path("<uuid:uuid>/", views.PollEditor.as_view(), name="poll"),
    path("<uuid:uuid>/decide/", views.decide, name="decide"),
]
