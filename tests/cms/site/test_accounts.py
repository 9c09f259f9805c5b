import re

import pytest
from django.core import mail
from django.test import Client

from cms.accounts.models import User
from tests.factories.record import UserFactory

pytestmark = pytest.mark.django_db


def body(response):
    return response.content.decode()


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", body(response)).split())


def code_in(message):
    return re.search(r"^([A-Z0-9]{3,}(?:-[A-Z0-9]+)?)$", message.body, re.MULTILINE)[1]


@pytest.fixture
def person(db):
    from allauth.account.models import EmailAddress

    user = UserFactory(email="ana@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def test_sign_in_by_code_leads_to_own_page_in_the_same_language(client, person):
    assert client.get("/sq/accounts/login/").status_code == 200
    asked = client.post("/sq/accounts/login/", {"login": "ana@example.org"})
    assert asked["Location"].startswith("/sq/accounts/login/code/confirm/")
    assert code_in(mail.outbox[-1]) in mail.outbox[-1].subject
    done = client.post(asked["Location"], {"code": code_in(mail.outbox[-1])})
    assert done["Location"] == "/sq/mine/"
    assert client.get("/sq/mine/").status_code == 200


def test_sign_in_leads_back_to_where_one_came_from(client, person):
    asked = client.post(
        "/en/accounts/login/", {"login": "ana@example.org", "next": "/en/consultations/?state=open"}
    )
    done = client.post(
        asked["Location"], {"code": code_in(mail.outbox[-1]), "next": "/en/consultations/?state=open"}
    )
    assert done["Location"] == "/en/consultations/?state=open"


def test_sign_in_with_a_wrong_code_is_refused_in_words(client, person):
    asked = client.post("/en/accounts/login/", {"login": "ana@example.org"})
    response = client.post(asked["Location"], {"code": "WRONG1"})
    assert "This is not the code from the message." in text_of(response)
    assert client.get("/en/mine/").status_code == 302


def test_sign_in_does_not_tell_whether_an_address_is_known(client, person):
    known = client.post("/en/accounts/login/", {"login": "ana@example.org"})
    unknown = Client().post("/en/accounts/login/", {"login": "nobody@example.org"})
    assert known["Location"] == unknown["Location"]
    assert "There is no account with this address" in mail.outbox[-1].subject
    assert mail.outbox[-1].to == ["nobody@example.org"]


def test_account_is_opened_with_a_code_and_no_password(client, db):
    asked = client.post("/mk/accounts/signup/", {"email": "new@example.org"})
    assert asked["Location"] == "/mk/accounts/confirm-email/"
    done = client.post(asked["Location"], {"code": code_in(mail.outbox[-1])})
    assert done["Location"] == "/mk/mine/"
    user = User.objects.get(email="new@example.org")
    assert not user.has_usable_password()


def test_sign_out_takes_a_post_and_stays_in_the_language(client, person):
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/sr/accounts/logout/").status_code == 200
    assert client.get("/sr/mine/").status_code == 200
    assert client.post("/sr/accounts/logout/")["Location"] == "/sr/consultations/"
    assert client.get("/sr/mine/").status_code == 302


@pytest.mark.parametrize("name", ["login", "signup", "login/code"])
@pytest.mark.parametrize("language", ["en", "sq", "sr-latn", "sr", "mk"])
def test_account_pages_are_in_the_frame_of_the_site(client, db, name, language):
    page = body(client.get(f"/{language}/accounts/{name}/"))
    assert '<main id="main"' in page
    assert "placeholder" not in page
    assert "Password" not in page


def test_staff_sign_in_to_the_admin_with_a_password(client, db):
    User.objects.create_superuser("op@example.org", "a-long-password-1")
    client.post(
        "/admin/login/", {"username": "op@example.org", "password": "a-long-password-1", "next": "/admin/"}
    )
    assert client.get("/admin/").status_code == 200
