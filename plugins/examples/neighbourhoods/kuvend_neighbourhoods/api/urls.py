"""`/api/v1/neighbourhoods/…`, asking the gate about the institution that the address names."""

from django.urls import path

from kuvend_neighbourhoods import places
from kuvend_neighbourhoods.api import views
from plugins.api.activation import in_scope

urlpatterns = [
    path(
        "institutions/<slug:slug>/",
        in_scope(places.of_institution)(views.SettlementsView.as_view()),
        name="settlements",
    ),
]
