"""Which institution a request is about: by its host, else by its path; one query at most."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from cms.tenancy.middleware import InstitutionMiddleware, institution_slug
from cms.tenancy.services.set_up_portal import set_up_portal
from tests.factories.institutions import make_institution, root_of

pytestmark = pytest.mark.django_db


def request_for(path: str, **headers: str):
    """A request as views see it."""
    request = RequestFactory().get(path, **headers)
    InstitutionMiddleware(lambda request: None)(request)
    return request


@pytest.fixture(scope="module", autouse=True)
def portal(lay):
    return lay(set_up_portal)


@pytest.fixture
def ours(db):
    """An institution found by its path."""
    return make_institution("alfa").institution


@pytest.fixture
def hosted(db):
    """An institution with a host of its own."""
    return make_institution("beta", hostname="beta.localhost", port=8000).institution


def test_institution_is_named_by_the_path(ours):
    assert request_for("/en/alfa/news/").institution == ours
    assert request_for("/sr/alfa/").institution == ours


@pytest.mark.parametrize(
    "path", ["/", "/en/", "/en/consultations/", "/en/nobody/", "/alfa/", "/xx/alfa/", "/admin/pages/alfa/"]
)
def test_portal_and_other_paths_name_none(ours, path):
    assert request_for(path).institution is None


def test_own_host_names_its_institution_on_every_path(ours, hosted):
    for path in ("/", "/en/", "/en/consultations/", "/en/alfa/"):
        assert request_for(path, HTTP_HOST="beta.localhost:8000").institution == hosted


def test_host_without_its_port_still_names_it(hosted):
    assert request_for("/en/", HTTP_HOST="beta.localhost").institution == hosted


def test_inactive_institution_is_none(ours):
    ours.is_active = False
    ours.save()
    assert request_for("/en/alfa/").institution is None


def test_no_query_before_it_is_asked_and_one_for_all_times(ours, django_assert_num_queries):
    with django_assert_num_queries(0):
        request = request_for("/en/alfa/")
    with django_assert_num_queries(1):
        assert request.institution.profile.primary_colour
        assert request.institution == ours


def test_view_may_say_it_itself(ours, django_assert_num_queries):
    request = request_for("/en/consultations/x/")
    request.institution = ours
    with django_assert_num_queries(0):
        assert request.institution == ours


@pytest.mark.parametrize(("path", "slug"), [("/sq/x/", "x"), ("/sq/x", "x"), ("/sq", ""), ("", ""), ("//x/", "")])
def test_slug_of_a_path(path, slug):
    assert institution_slug(path) == slug


def test_pages_of_an_institution_live_on_its_own_host(hosted):
    assert root_of(hosted.profile).full_url == "http://beta.localhost:8000/en/"
    assert root_of(hosted.profile, "sq").full_url == "http://beta.localhost:8000/sq/"


def test_own_host_serves_the_institutions_front_page(client, hosted):
    response = client.get("/sq/", HTTP_HOST="beta.localhost:8000")
    assert response.status_code == 200
    assert response.context["page"].specific == root_of(hosted.profile, "sq")


@pytest.mark.parametrize(
    ("language", "address"),
    [("sr", "/sr/alfa/"), ("sr-latn", "/sr-latn/alfa/"), ("en", "/sr-latn/alfa/"), ("mk", "/sr-latn/alfa/")],
)
def test_serbian_page_keeps_the_readers_script_in_its_address(language, address):
    page = root_of(make_institution("alfa", languages=["sr-latn"]), "sr-latn")
    with translation.override(language):
        assert page.url == address


@pytest.mark.parametrize("script", ["sr", "sr-latn"])
def test_serbian_page_is_served_in_both_scripts(client, script):
    page = root_of(make_institution("alfa", languages=["sr-latn"]), "sr-latn")
    response = client.get(f"/{script}/alfa/")
    assert response.status_code == 200
    assert response.context["page"].pk == page.pk
