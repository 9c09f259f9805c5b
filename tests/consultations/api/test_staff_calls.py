"""What an institution's token may do, and that it ends at the institution's door."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from consultations.models import ApiToken, ModerationDecision, Response

pytestmark = pytest.mark.django_db
Bearer = Callable[..., dict[str, str]]
ANSWER = {"outcome": "accepted", "reasons": {"mk": "Прифатено.", "sq": "U pranua.", "en": "Accepted."}}


def test_queue_shows_own_held_submissions(client: Client, bearer: Bearer, house: Any, other_house: Any) -> None:
    headers = bearer(house.institution, "submissions:read-held")
    body = client.get("/api/v1/submissions/held/", headers=headers).json()
    assert [item["submission"]["text"] for item in body["items"]] == ["held text of ours"]


def test_queue_of_another_institutions_consultation_is_empty(
    client: Client, bearer: Bearer, house: Any, other_house: Any
) -> None:
    headers = bearer(house.institution, "submissions:read-held")
    address = f"/api/v1/submissions/held/?consultation={other_house.consultation.uuid}"
    assert client.get(address, headers=headers).json()["items"] == []


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer kvd_wrong"}, {"Authorization": "Bearer \xff"}])
def test_queue_without_valid_token_is_refused(client: Client, house: Any, headers: dict[str, str]) -> None:
    response = client.get("/api/v1/submissions/held/", headers=headers)
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert "held text" not in response.content.decode()


def test_token_without_the_scope_is_refused(client: Client, bearer: Bearer, house: Any) -> None:
    headers = bearer(house.institution, "responses:write")
    assert client.get("/api/v1/submissions/held/", headers=headers).status_code == 403


def test_revoked_token_is_worthless(client: Client, bearer: Bearer, house: Any) -> None:
    headers = bearer(house.institution, "submissions:read-held")
    call_command("api_token", "revoke", str(ApiToken.objects.get().uuid))
    assert client.get("/api/v1/submissions/held/", headers=headers).status_code == 401


def test_answer_is_published_beside_the_submission(
    client: Client, post: Callable[..., Any], bearer: Bearer, house: Any
) -> None:
    headers = bearer(house.institution, "responses:write")
    response = post("/api/v1/responses/", {**ANSWER, "submissions": [str(house.published.uuid)]}, **headers)
    assert response.status_code == 201, response.content
    body = client.get(f"/api/v1/submissions/{house.published.uuid}/").json()
    assert body["response"]["reasons"]["sq"] == "U pranua."


def test_answer_to_another_institution_changes_nothing(
    post: Callable[..., Any], bearer: Bearer, house: Any, other_house: Any
) -> None:
    headers = bearer(house.institution, "responses:write")
    response = post("/api/v1/responses/", {**ANSWER, "submissions": [str(other_house.published.uuid)]}, **headers)
    assert response.status_code == 404
    assert not Response.objects.exists()


def test_moderation_of_another_institution_changes_nothing(
    post: Callable[..., Any], bearer: Bearer, house: Any, other_house: Any
) -> None:
    headers = bearer(house.institution, "submissions:moderate")
    address = f"/api/v1/submissions/{other_house.published.uuid}/moderation/"
    body = {"action": "remove", "reason_code": "spam", "public_reasons": {"mk": "Спам."}}
    assert post(address, body, **headers).status_code == 404
    other_house.published.refresh_from_db()
    assert other_house.published.state == "published"
    assert not ModerationDecision.objects.exists()


def test_moderation_publishes_a_held_submission(post: Callable[..., Any], bearer: Bearer, house: Any) -> None:
    headers = bearer(house.institution, "submissions:moderate")
    response = post(f"/api/v1/submissions/{house.held.uuid}/moderation/", {"action": "publish"}, **headers)
    assert response.status_code == 200, response.content
    assert response.json()["state"] == "published"


def test_removal_needs_a_public_reason(post: Callable[..., Any], bearer: Bearer, house: Any) -> None:
    headers = bearer(house.institution, "submissions:moderate")
    body = {"action": "remove", "reason_code": "spam", "public_reasons": {"en": "Spam."}}
    response = post(f"/api/v1/submissions/{house.published.uuid}/moderation/", body, **headers)
    assert response.status_code == 400
    assert response.json()["errors"][0]["code"] == "reason_missing"


def test_impossible_decision_is_a_conflict(post: Callable[..., Any], bearer: Bearer, house: Any) -> None:
    headers = bearer(house.institution, "submissions:moderate")
    response = post(f"/api/v1/submissions/{house.published.uuid}/moderation/", {"action": "restore"}, **headers)
    assert response.status_code == 409
