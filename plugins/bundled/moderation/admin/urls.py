"""`/admin/plugins/moderation/…`, in the namespace `moderation_admin`."""

from django.urls import path

from plugins.bundled.moderation.admin.publishing import publish_several
from plugins.bundled.moderation.admin.queue import QueueView
from plugins.bundled.moderation.admin.submission import SubmissionView

urlpatterns = [
    path("", QueueView.as_view(), name="queue"),
    path("publish/", publish_several, name="publish"),
    path("submissions/<uuid:uuid>/", SubmissionView.as_view(), name="submission"),
]
