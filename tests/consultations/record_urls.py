"""The addresses that mails lead to, for tests of the record without the site."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def page(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Stands for a page of the site."""
    return HttpResponse()


_record = [
    path("submissions/<uuid:uuid>/", page, name="submission"),
    path("follow/<str:token>/", page, name="follow"),
    path("verify/<str:token>/", page, name="verify"),
]
urlpatterns = i18n_patterns(path("", include((_record, "record"), namespace="record")))
