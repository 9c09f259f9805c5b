from django.urls import path

from plugins.bundled.submission_search.feed import feed
from plugins.bundled.submission_search.saved import views as saved
from plugins.bundled.submission_search.views import search_page

urlpatterns = [
    path("", search_page, name="search"),
    path("feed.atom", feed, name="feed"),
    path("saved/", saved.saved_searches, name="saved"),
    path("saved/new/", saved.save, name="save"),
    path("saved/confirm/<str:token>/", saved.confirm, name="confirm"),
    path("saved/stop/<str:token>/", saved.stop, name="stop"),
]
