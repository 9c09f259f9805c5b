import pytest
from django.http import HttpResponse, HttpResponseNotFound
from django.test import RequestFactory

from cms.site.middleware import LanguageMiddleware


@pytest.mark.parametrize(
    ("address", "status"),
    [("/api/v1/nothing/", 404), ("/admin/nothing/", 404), ("/media/nothing.png", 404), ("/nothing/", 302)],
)
def test_only_addresses_of_pages_are_tried_with_a_language(address, status):
    middleware = LanguageMiddleware(lambda request: HttpResponseNotFound())
    response = middleware(RequestFactory().get(address))
    assert response.status_code == status
    assert status == 404 or response["Location"] == f"/en{address}"


def test_language_of_an_answer_that_was_found_is_named():
    response = LanguageMiddleware(lambda request: HttpResponse())(RequestFactory().get("/api/v1/"))
    assert response["Content-Language"] == "en"
