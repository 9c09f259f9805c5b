"""`/api/v1/polls/…`, each route asking the gate about the place that its address names."""

from django.urls import path

from kuvend_polls import places
from kuvend_polls.api import views
from plugins.api.activation import in_scope

urlpatterns = [
    path(
        "consultations/<uuid:uuid>/",
        in_scope(places.of_consultation)(views.PollsView.as_view()),
        name="consultation",
    ),
    path("<uuid:uuid>/", in_scope(places.of_poll)(views.SinglePollView.as_view()), name="poll"),
    path("<uuid:uuid>/answer/", in_scope(places.of_poll)(views.AnswerView.as_view()), name="answer"),
]
