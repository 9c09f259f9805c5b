"""GET /api/v1/…: what is public, page by page, in a constant number of queries."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.factories.record import (
    ConsultationFactory,
    DocumentFactory,
    InstitutionFactory,
    ModerationDecisionFactory,
    ResponseFactory,
    SubmissionFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db
LISTS = ("institutions", "consultations", "documents", "submissions", "responses")


@pytest.mark.parametrize("name", LISTS)
def test_list_has_public_things_only(client: Client, house: Any, other_house: Any, name: str) -> None:
    ResponseFactory(consultation=house.consultation, submissions=[house.published])
    response = client.get(f"/api/v1/{name}/")
    assert response.status_code == 200
    text = response.content.decode()
    assert response.json()["items"]
    assert "held text" not in text
    assert "unverified text" not in text
    assert "author@" not in text


@pytest.mark.parametrize("name", ["consultations", "documents", "submissions", "responses"])
def test_list_filters_by_institution(client: Client, house: Any, other_house: Any, name: str) -> None:
    for one in (house, other_house):
        ResponseFactory(
            consultation=one.consultation,
            submissions=[one.published],
            reasons={"en": f"to {one.institution.slug}"},
        )
    response = client.get(f"/api/v1/{name}/?institution=ours")
    assert len(response.json()["items"]) == 1
    assert "theirs" not in response.content.decode()


def test_submission_tells_its_answer_and_place(client: Client, house: Any) -> None:
    provision = house.version.provisions.first()
    row = SubmissionFactory(consultation=house.consultation, version=house.version, provision_uid=provision.uid)
    ResponseFactory(consultation=house.consultation, submissions=[row], outcome="noted", reasons={"en": "Seen."})
    body = client.get(f"/api/v1/submissions/{row.uuid}/").json()
    assert body["provision"]["uid"] == str(provision.uid)
    assert body["response"]["outcome"] == "noted"
    assert body["response"]["reasons"] == {"en": "Seen."}


@pytest.mark.parametrize("which", ["held", "unverified"])
def test_submission_not_public_is_not_found(client: Client, house: Any, which: str) -> None:
    response = client.get(f"/api/v1/submissions/{getattr(house, which).uuid}/")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_removed_submission_leaves_its_reason(client: Client, house: Any) -> None:
    row = SubmissionFactory(consultation=house.consultation, state="removed", text="insulting words")
    ModerationDecisionFactory(submission=row)
    body = client.get(f"/api/v1/submissions/{row.uuid}/").json()
    assert (body["state"], body["text"], body["author_name"]) == ("removed", "", "")
    assert body["moderation"][0]["public_reasons"]["en"] == "An insult."


def test_pages_cover_the_list_once(client: Client, house: Any) -> None:
    for _ in range(6):
        SubmissionFactory(consultation=house.consultation)
    address: str | None = f"/api/v1/submissions/?consultation={house.consultation.uuid}&limit=3"
    seen: list[int] = []
    while address:
        body = client.get(address).json()
        seen += [item["number"] for item in body["items"]]
        address = body["next"]
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize("name", ["consultations", "documents", "submissions", "responses"])
def test_list_queries_do_not_grow(
    client: Client, django_assert_max_num_queries: Any, name: str, house: Any
) -> None:
    def count() -> int:
        with django_assert_max_num_queries(8) as captured:
            assert client.get(f"/api/v1/{name}/").status_code == 200
        return len(captured)

    def grow(times: int) -> None:
        for _ in range(times):
            version = VersionFactory(document=DocumentFactory(institution=house.institution))
            consultation = ConsultationFactory(institution=house.institution, versions=[version])
            row = SubmissionFactory(consultation=consultation, version=version)
            SubmissionFactory(parent=row)
            ResponseFactory(consultation=consultation, submissions=[row])

    grow(2)
    few = count()
    grow(30)
    assert count() == few


@pytest.mark.parametrize(
    "query",
    [
        "cursor=broken",
        "limit=0",
        "limit=1000",
        "limit=x",
        "limit=%D9%A3",
        "consultation=1",
        "institution=nobody",
        "order=best",
        "colour=red",
        "provision=%F0%9F%98%80",
    ],
)
def test_bad_parameter_is_named(client: Client, house: Any, query: str) -> None:
    response = client.get(f"/api/v1/submissions/?{query}")
    assert response.status_code == 400, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in response.json()["errors"]] == [query.partition("=")[0]]


@pytest.mark.parametrize("query", ["cursor=%00", "institution=%FF"])
def test_unreadable_address_is_a_problem_document(client: Client, db: None, query: str) -> None:
    response = client.get(f"/api/v1/submissions/?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    [
        "consultations/{}/",
        "documents/{}/",
        "submissions/{}/",
        "documents/{}/versions/1/",
        "consultations/{}/ledger/",
        "institutions/{}/",
        "nothing/{}/",
    ],
)
def test_unknown_address_is_a_problem_document(client: Client, db: None, path: str) -> None:
    response = client.get("/api/v1/" + path.format(uuid4()))
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_version_shows_provisions_in_the_language_asked_for(client: Client, house: Any) -> None:
    address = f"/api/v1/documents/{house.version.document.uuid}/versions/1/?language=sq"
    provisions = client.get(address).json()["provisions"]
    assert [item["heading"] for item in provisions] == [f"Heading {n} (sq)" for n in (1, 2, 3)]


def test_inactive_institution_is_gone(client: Client, make_house: Callable[[str], Any]) -> None:
    house = make_house("gone")
    house.institution.is_active = False
    house.institution.save()
    InstitutionFactory()
    for name in LISTS:
        assert "gone" not in client.get(f"/api/v1/{name}/").content.decode()
    assert client.get(f"/api/v1/consultations/{house.consultation.uuid}/").status_code == 404
    assert client.get(f"/api/v1/submissions/{house.published.uuid}/").status_code == 404
