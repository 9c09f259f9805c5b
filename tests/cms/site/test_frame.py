"""What frames every page: languages, theme, policy, errors, bad input."""

import re

import pytest
from django.test import RequestFactory
from django.utils import translation

from cms.site.csp import ADMIN, PUBLIC, policy_for
from cms.site.languages import language_links_for, path_in_language
from cms.site.views.theme import mix, stylesheet
from cms.tenancy.services.set_up_institution import set_up_institution
from tests.factories.record import SubmissionFactory, UserFactory


def body(response):
    return response.content.decode()


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", body(response)).split())


@pytest.fixture
def jegunovce(db):
    return set_up_institution(
        slug="jegunovce",
        name={"mk": "Општина Јегуновце", "sq": "Komuna e Jegunocit", "en": "Municipality of Jegunovce"},
        languages=["mk", "sq", "en"],
        jurisdiction="MK",
        rule_set="mk",
        contact={"name": "Contact Person", "email": "contact@example.org"},
        colours=("#1f6b4a", "#f2b84b"),
        hostname="jegunovce.localhost",
    )


# Languages ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepts", "expected"),
    [
        ("sq", "/sq/"),
        ("mk-MK,mk;q=0.9,en;q=0.5", "/mk/"),
        ("sr-Latn-RS", "/sr-latn/"),
        ("sr", "/sr/"),
        ("bs-BA", "/sr-latn/"),
        ("de,fr;q=0.8", "/en/"),
        ("", "/en/"),
        ("*;q=nonsense,,;;", "/en/"),
    ],
)
def test_bare_address_leads_to_the_readers_language(client, db, accepts, expected):
    response = client.get("/", headers={"accept-language": accepts})
    assert (response.status_code, response["Location"]) == (302, expected)
    assert "Accept-Language" in response["Vary"]


def test_bare_address_of_an_institution_leads_to_a_language_it_has(client, jegunovce):
    response = client.get("/", headers={"host": "jegunovce.localhost", "accept-language": "sr"})
    assert response["Location"] == "/mk/"


@pytest.mark.parametrize(
    ("code", "tag"), [("en", "en"), ("sq", "sq"), ("sr-latn", "sr-Latn"), ("sr", "sr-Cyrl"), ("mk", "mk")]
)
def test_every_page_says_its_language(client, consultation, code, tag):
    page = body(client.get(f"/{code}/consultations/{consultation.uuid}/"))
    assert f'<html lang="{tag}">' in page
    for other in ("en", "sq", "sr-latn", "sr", "mk"):
        assert f'<a href="/{other}/consultations/{consultation.uuid}/"' in page


def test_language_switch_keeps_the_query(rf: RequestFactory):
    links = language_links_for(rf.get("/en/consultations/?state=open"), "en")
    assert {link.code: link.url for link in links}["sr"] == "/sr/consultations/?state=open"


def test_language_switch_of_a_hostile_path_is_quoted(rf: RequestFactory):
    request = rf.get("/en/x/")
    request.path_info = '/en/"><script>/č?'
    links = language_links_for(request, "en")
    assert links[1].url == "/sq/%22%3E%3Cscript%3E/%C4%8D%3F"


def test_path_in_language_without_a_prefix_is_that_languages_front_page():
    assert path_in_language("/healthz", "mk") == "/mk/"
    assert path_in_language("/sr-latn/a/b/", "sr") == "/sr/a/b/"


def test_serbian_cyrillic_page_transliterates_the_institution_and_not_the_people(client, institution):
    from tests.factories.record import ConsultationFactory

    institution.languages, institution.name = ["sr-latn"], {"sr-latn": "Opština Đakovica"}
    institution.save()
    consultation = ConsultationFactory(
        institution=institution, source_language="sr-latn", titles={"sr-latn": "Nacrt odluke o džepnim parkovima"}
    )
    submission = SubmissionFactory(consultation=consultation, language="sr-latn", text="Džep je mali.")
    page = body(client.get(f"/sr/submissions/{submission.uuid}/"))
    assert "Нацрт одлуке о џепним парковима" in page
    assert "Општина Ђаковица" in page
    assert 'lang="sr-Latn"><p>Džep je mali.</p>' in page


# Policy and theme --------------------------------------------------------------------------------------


def test_public_policy_allows_no_inline_script_or_style():
    assert PUBLIC["script-src"] == PUBLIC["style-src"] == PUBLIC["default-src"] == ["'self'"]
    assert policy_for("/en/admin/") is PUBLIC
    assert policy_for("/admin/pages/") is ADMIN


@pytest.mark.parametrize("path", ["/en/consultations/", "/en/nope/", "/en/?q=%ff", "/en/accounts/login/"])
def test_every_public_answer_has_the_strict_policy(client, db, path):
    policy = client.get(path)["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_public_pages_have_no_inline_script_or_style(client, consultation, version):
    for path in (
        f"/en/consultations/{consultation.uuid}/",
        f"/en/documents/{version.document.uuid}/",
        f"/en/consultations/{consultation.uuid}/take-part/",
        "/en/accounts/login/",
        "/en/help/privacy/",
    ):
        page = body(client.get(path))
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page), path


def test_theme_is_a_stylesheet_of_custom_properties_with_an_etag(client, jegunovce):
    response = client.get("/theme/jegunovce.css")
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert body(response) == stylesheet("#1f6b4a", "#f2b84b")
    assert "--k-accent:#1f6b4a;" in body(response)
    again = client.get("/theme/jegunovce.css", headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/theme/nobody.css").status_code == 404


def test_mix_is_between_the_two():
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert mix("#1f6b4a", "#ffffff", 1) == "#1f6b4a"


def test_pages_of_an_institution_are_framed_as_its(client, jegunovce):
    page = body(client.get("/sq/jegunovce/"))
    assert '<link rel="stylesheet" href="/theme/jegunovce.css">' in page
    assert '<span class="brand__name">Komuna e Jegunocit</span>' in page
    assert "contact@example.org" in page


def test_institutions_own_host_shows_its_front_page(client, jegunovce):
    page = body(client.get("/mk/", headers={"host": "jegunovce.localhost"}))
    assert '<a class="brand" href="/mk/">' in page
    assert "Општина Јегуновце" in page


# Errors and bad input ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/en/%00",
        "/en/consultations/?state=%00",
        "/en/consultations/?state=%ff",
        "/en/consultations/?" + "&".join(f"a{n}=1" for n in range(10_001)),
    ],
)
def test_unreadable_address_is_400(client, db, path):
    response = client.get(path)
    assert response.status_code == 400
    assert "We cannot read this request" in text_of(response)


@pytest.mark.parametrize("path", ["/en/%ff/", "/mk/%C0%AF/", "/en/é/", "/en/" + "a" * 5000 + "/"])
def test_odd_address_leads_nowhere(client, db, path):
    assert client.get(path).status_code == 404


def test_unreadable_address_of_the_api_is_a_problem_document(client, db):
    response = client.get("/api/v1/consultations/?cursor=%00")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 400


def test_unreadable_cookie_is_400(client, db):
    client.cookies["sessionid"] = "a"
    client.cookies["sessionid"].set("sessionid", "\0", '"\\000"')
    assert client.get("/en/consultations/").status_code == 400


def test_unreadable_form_is_400(client, consultation):
    path = f"/en/consultations/{consultation.uuid}/take-part/"
    data = {f"field{n}": "x" for n in range(10_001)}
    assert client.post(path, data).status_code == 400
    odd = client.post(path, b"text=x", content_type="application/x-www-form-urlencoded; charset=utf-16")
    assert odd.status_code == 400
    broken = client.post(path, b"no boundary", content_type="multipart/form-data")
    assert broken.status_code == 400


@pytest.mark.parametrize("language", ["en", "sq", "sr-latn", "sr", "mk"])
def test_error_page_offers_every_language(client, db, language):
    page = body(client.get(f"/{language}/nope/"))
    assert 'aria-current="true"' in page
    assert f'<a href="/{language}/nope/"' in page


def test_server_error_page_needs_no_database_and_returns_the_text(client, consultation, monkeypatch):
    from cms.site.views import take_part

    def fail(**_arguments: object) -> None:
        raise RuntimeError("the disk is on fire")

    monkeypatch.setattr(take_part, "submit", fail)
    client.raise_request_exception = False
    response = client.post(
        f"/en/consultations/{consultation.uuid}/take-part/",
        {"text": "Мојот текст <b>", "language": "mk", "email": "ana@example.org"},
    )
    assert response.status_code == 500
    assert "Мојот текст &lt;b&gt;</textarea>" in body(response)
    assert "disk is on fire" not in body(response)


def test_forbidden_page_is_in_the_readers_frame(client, db):
    from cms.site.views.errors import permission_denied

    response = permission_denied(RequestFactory().get("/mk/x/"))
    assert response.status_code == 403
    assert '<html lang="mk">' in body(response)


def test_sign_in_state_is_shown_in_the_masthead(client, db):
    assert "Sign in" in text_of(client.get("/en/consultations/"))
    client.force_login(UserFactory(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Sign out" in text_of(client.get("/en/consultations/"))


def test_language_of_a_thread_is_left_as_it_was(client, db):
    with translation.override("en"):
        client.get("/mk/%00")
        assert translation.get_language() == "en"
