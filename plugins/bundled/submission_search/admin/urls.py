"""`/admin/plugins/submission_search/…`, in the namespace `submission_search_admin`."""

from django.urls import path

from plugins.bundled.submission_search.admin.in_vain import InVainView
from plugins.bundled.submission_search.admin.similar import SimilarView

urlpatterns = [
    path("", InVainView.as_view(), name="in_vain"),
    path("similar/<int:page_id>/", SimilarView.as_view(), name="similar"),
]
