from django.urls import path

from plugins.bundled.submission_search.api import SearchView

urlpatterns = [path("", SearchView.as_view(), name="search")]
