from django.urls import path

from plugins.bundled.submission_search.views import search_page

urlpatterns = [path("", search_page, name="search")]
