"""The site's URLs, and beside them the bare view everything is measured against."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from cms import urls as site_urls
from cms.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def bare(request: HttpRequest) -> HttpResponse:
    """As little as a Django view can do."""
    return HttpResponse("ok")


urlpatterns = [path("bare/", bare), *site_urls.urlpatterns]
