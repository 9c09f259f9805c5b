"""`/api/v1/moderation/…`."""

from django.urls import path

from plugins.api.activation import in_scope
from plugins.bundled.moderation.api.views import DecisionsView
from plugins.bundled.moderation.places import of_query

urlpatterns = [path("decisions/", in_scope(of_query)(DecisionsView.as_view()), name="decisions")]
