from django.urls import path

from plugins.bundled.submission_search.api import CsvView, JsonView, SearchView, SuggestionsView

urlpatterns = [
    path("", SearchView.as_view(), name="search"),
    path("suggestions/", SuggestionsView.as_view(), name="suggestions"),
    path("results.csv", CsvView.as_view(), name="csv"),
    path("results.json", JsonView.as_view(), name="json"),
]
