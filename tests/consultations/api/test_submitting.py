"""POST /api/v1/submissions/."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from cms.accounts.models import User
from consultations.models import Consultation, Submission

pytestmark = pytest.mark.django_db
PATH = "/api/v1/submissions/"


def problem_of(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    return body


def test_guest_submission_waits_for_confirmation(post: Callable[..., Any], guest_body: dict[str, Any]) -> None:
    response = post(PATH, guest_body)
    assert response.status_code == 201, response.content
    body = response.json()
    assert body["state"] == "unverified"
    stored = Submission.objects.get(uuid=body["uuid"])
    assert (stored.text, stored.language, stored.channel) == ("Më shumë gjelbërim.", "sq", "api")
    assert body["receipt_number"] == stored.receipt_number
    assert guest_body["email"] not in response.content.decode()
    assert mail.outbox == []  # the worker sends it, not the request


def test_follow_url_leads_to_the_private_status(
    client: Client, post: Callable[..., Any], guest_body: dict[str, Any]
) -> None:
    body = post(PATH, guest_body).json()
    token = body["follow_url"].rstrip("/").rsplit("/", 1)[1]
    followed = client.get(f"/api/v1/submissions/follow/{token}/")
    assert followed.json()["receipt_number"] == body["receipt_number"]
    assert followed.json()["submission"]["text"] == "Më shumë gjelbërim."
    assert followed["Cache-Control"] == "no-store"
    problem_of(client.get(f"/api/v1/submissions/follow/{token}x/"), 404)


def test_account_submission_is_published(
    client: Client, post: Callable[..., Any], guest_body: dict[str, Any]
) -> None:
    client.force_login(User.objects.create_user("ana@example.org"))
    del guest_body["email"]
    response = post(PATH, guest_body)
    assert response.json()["state"] == "published"


def test_account_submission_needs_csrf_token(guest_body: dict[str, Any]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_user("ana@example.org"))
    problem_of(client.post(PATH, guest_body, content_type="application/json"), 403)


def test_same_key_makes_one_submission(post: Callable[..., Any], guest_body: dict[str, Any]) -> None:
    first = post(PATH, guest_body, **{"Idempotency-Key": "k-1"})
    second = post(PATH, guest_body, **{"Idempotency-Key": "k-1"})
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Submission.objects.filter(text="Më shumë gjelbërim.").count() == 1


def test_same_key_with_other_text_is_refused(post: Callable[..., Any], guest_body: dict[str, Any]) -> None:
    post(PATH, guest_body, **{"Idempotency-Key": "k-1"})
    body = problem_of(post(PATH, guest_body | {"text": "Tjetër."}, **{"Idempotency-Key": "k-1"}), 422)
    assert body["type"] == "urn:kuvend:problem:idempotency_mismatch"
    assert not Submission.objects.filter(text="Tjetër.").exists()


@pytest.mark.parametrize("seconds", [0, 1])
def test_closing_is_to_the_second(
    post: Callable[..., Any], guest_body: dict[str, Any], monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    consultation = Consultation.objects.get(uuid=guest_body["consultation"])
    at = consultation.closes_at + timedelta(seconds=seconds)
    monkeypatch.setattr("consultations.clock.timezone.now", lambda: at)
    response = post(PATH, guest_body)
    if seconds == 0:
        assert response.status_code == 201
    else:
        body = problem_of(response, 409)
        assert body["type"] == "urn:kuvend:problem:consultation_not_open"
        assert body["closes_at"].startswith(consultation.closes_at.isoformat()[:19])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"consultation": str(uuid4())}, "consultation"),
        ({"consultation": "x"}, "consultation"),
        ({"provision": str(uuid4())}, "provision"),
        ({"parent": str(uuid4())}, "parent"),
        ({"version": str(uuid4())}, "version"),
        ({"language": "xx"}, "language"),
        ({"text": "  \n "}, "text"),
        ({"text": "\u200b\u200d"}, "text"),
        ({"text": "a\ud800b"}, "text"),
        ({"text": "x" * 100_000}, "text"),
        ({"text": ["a"]}, "text"),
        ({"email": "nobody"}, "email"),
        ({"email": ""}, "email"),
    ],
)
def test_bad_field_is_named_and_nothing_stored(
    post: Callable[..., Any], guest_body: dict[str, Any], change: dict[str, Any], field: str
) -> None:
    before = Submission.objects.count()
    body = problem_of(post(PATH, guest_body | change), 400)
    assert [error["field"] for error in body["errors"]] == [field]
    assert body["errors"][0]["detail"]
    assert Submission.objects.count() == before


def test_error_speaks_the_clients_language(post: Callable[..., Any], guest_body: dict[str, Any]) -> None:
    english = problem_of(post(PATH, guest_body | {"text": ""}), 400)
    albanian = problem_of(post(PATH, guest_body | {"text": ""}, **{"Accept-Language": "sq"}), 400)
    assert english["errors"][0]["detail"] == "Write something before you send it."
    assert albanian["errors"][0]["detail"] != english["errors"][0]["detail"]


def test_html_is_text(post: Callable[..., Any], client: Client, guest_body: dict[str, Any]) -> None:
    text = '<script>alert(1)</script> & <b onclick="x">fort</b>'
    uuid = post(PATH, guest_body | {"text": text}).json()["uuid"]
    assert Submission.objects.get(uuid=uuid).text == text


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"\xff\xfe", "application/json", 400),
        (b"{", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"[]", "application/json", 400),
        (b"NaN", "application/json", 400),
        (b"{}", "application/json; charset=utf-16", 415),
        (b"{}", "application/json; charset=nonsense", 415),
        (b"a=1", "application/x-www-form-urlencoded", 415),
    ],
)
def test_unreadable_body_is_a_problem_document(
    client: Client, db: None, body: bytes, content_type: str, status: int
) -> None:
    problem_of(client.generic("POST", PATH, body, content_type=content_type), status)


def test_parent_of_another_consultation_is_unknown(
    post: Callable[..., Any], guest_body: dict[str, Any], other_house: Any
) -> None:
    body = problem_of(post(PATH, guest_body | {"parent": str(other_house.published.uuid)}), 400)
    assert body["errors"][0]["code"] == "parent_unknown"


def test_held_parent_is_unknown(post: Callable[..., Any], guest_body: dict[str, Any], house: Any) -> None:
    body = problem_of(post(PATH, guest_body | {"parent": str(house.held.uuid)}), 400)
    assert body["errors"][0]["code"] == "parent_unknown"


def test_planned_consultation_says_when_it_opens(
    post: Callable[..., Any], guest_body: dict[str, Any], house: Any
) -> None:
    Consultation.objects.filter(pk=house.consultation.pk).update(opens_at=timezone.now() + timedelta(days=2))
    body = problem_of(post(PATH, guest_body), 409)
    assert "opens on" in body["title"]


@pytest.mark.usefixtures("bundled_plugins")
def test_accepting_takes_at_most_15_queries(
    post: Callable[..., Any],
    client: Client,
    guest_body: dict[str, Any],
    django_assert_max_num_queries: Any,
) -> None:
    with django_assert_max_num_queries(15):
        assert post(PATH, guest_body, **{"Idempotency-Key": "q"}).status_code == 201
    client.force_login(User.objects.create_user("ana@example.org"))
    post(PATH, guest_body)
    # Signing in is two queries more: the session and the account.
    with django_assert_max_num_queries(15 + 2):
        assert post(PATH, guest_body | {"text": "Edhe një."}, **{"Idempotency-Key": "r"}).status_code == 201


def test_too_many_mails_to_one_address_are_refused_with_the_time_to_wait(
    post: Callable[..., Any], guest_body: dict[str, Any], settings: Any
) -> None:
    settings.MAIL_LIMITS = True
    before = Submission.objects.count()
    key = {"Idempotency-Key": "first"}
    for number in range(30):
        headers = key if number == 0 else {}
        assert post(PATH, {**guest_body, "text": f"{number}"}, **headers).status_code == 201
    refused = post(PATH, guest_body)
    body = problem_of(refused, 429)
    assert body["type"] == "urn:kuvend:problem:too_many_mails"
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert Submission.objects.count() == before + 30
    again = post(PATH, {**guest_body, "text": "0"}, **key)
    assert again.status_code == 200, "what is answered a second time sends nothing"
