"""The search API: the page's powers for programs."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from consultations.models import Institution, Topic
from plugins.bundled.submission_search import finding
from search.engines import EngineUnavailableError
from tests.factories.record import (
    ConsultationFactory,
    DocumentFactory,
    InstitutionFactory,
    SubmissionFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db
URL = "/api/v1/search/"


@pytest.fixture
def institution() -> Institution:
    return InstitutionFactory(slug="jegunovce")


def get(client: Client, **parameters: Any) -> dict[str, Any]:
    response = client.get(URL, parameters)
    assert response.status_code == 200, response.content
    return response.json()


def test_hit_says_everything_a_program_needs(client: Client, institution: Institution, reindex: Callable) -> None:
    consultation = ConsultationFactory(
        institution=institution, titles={"mk": "Нацрт", "en": "Draft"}, topics=["roads"]
    )
    submission = SubmissionFactory(
        consultation=consultation,
        text="Поправете <ја> улицата",
        language="mk",
        author_organisation=" Udruženje  Pešak ",
    )
    reindex()
    answer = get(client, q="ulicata")
    assert answer == {
        "items": [
            {
                "id": f"submission:{submission.uuid}",
                "kind": "submission",
                "uuid": str(submission.uuid),
                "institution": "jegunovce",
                "consultation": str(consultation.uuid),
                "number": submission.number,
                "language": "mk",
                "state": "published",
                "outcome": "",
                "topics": ["roads"],
                "organisation": "Udruženje Pešak",
                "year": submission.published_at.year,
                "published_at": answer["items"][0]["published_at"],
                "title": "Нацрт",
                "title_highlight": "Нацрт",
                "section": "",
                "highlight": "Поправете &lt;ја&gt; <mark>улицата</mark>",
                "found_by": "words",
                "found_by_topics": [],
                "url": f"http://testserver/mk/submissions/{submission.uuid}/",
            }
        ],
        "total": 1,
        "facets": {
            "institution": [{"value": "jegunovce", "count": 1}],
            "state": [{"value": "published", "count": 1}],
            "language": [{"value": "mk", "count": 1}],
            "year": [{"value": str(submission.published_at.year), "count": 1}],
            "kind": [{"value": "submission", "count": 1}],
            "outcome": [],
            "provision": [],
            "organisation": [{"value": "Udruženje Pešak", "count": 1}],
            "topic": [{"value": "roads", "count": 1}],
        },
        "topics": [],
        "did_you_mean": "",
        "delayed": False,
        "truncated": False,
        "next": None,
        "previous": None,
    }


def test_hit_says_why_it_is_found(client: Client, institution: Institution, reindex: Callable) -> None:
    Topic.objects.update_or_create(slug="waste", defaults={"labels": {"en": "Waste", "mk": "Отпад"}})
    titled = ConsultationFactory(institution=institution, titles={"sq": "Rregullore <e> komunës së re"})
    about = ConsultationFactory(institution=institution, titles={"sq": "Tjetër & më"}, topics=["waste"])
    SubmissionFactory(consultation=about, text="Kontejnerët janë plot.", language="sq")
    reindex()
    (item,) = get(client, q="e komunës së")["items"]
    assert item["uuid"] == str(titled.uuid)
    assert item["title_highlight"] == ("Rregullore &lt;<mark>e</mark>&gt; <mark>komunës</mark> <mark>së</mark> re")
    assert (item["title"], item["found_by"]) == ("Rregullore <e> komunës së re", "words")
    items = {item["kind"]: item for item in get(client, q="отпад")["items"]}
    assert items["submission"]["title_highlight"] == "Tjetër &amp; më"
    assert {(item["found_by"], *item["found_by_topics"]) for item in items.values()} == {("topic", "waste")}
    assert {item["found_by"] for item in get(client, kind="submission")["items"]} == {""}


def test_filters_narrow_and_facets_are_counted_under_the_others(
    client: Client, institution: Institution, reindex: Callable
) -> None:
    consultation = ConsultationFactory(institution=institution)
    for language in ("mk", "sq", "sq"):
        SubmissionFactory(consultation=consultation, text="заедно", language=language)
    VersionFactory(document=DocumentFactory(institution=institution), titles={"mk": "заедно"}, languages=["mk"])
    reindex()
    answer = get(client, q="zaedno", language="mk", kind=["submission", "document"], institution="jegunovce")
    assert sorted(item["kind"] for item in answer["items"]) == ["document", "submission"]
    assert answer["facets"]["language"] == [{"value": "mk", "count": 2}, {"value": "sq", "count": 2}]


def test_pages_are_linked(client: Client, institution: Institution, reindex: Callable) -> None:
    consultation = ConsultationFactory(institution=institution)
    for _ in range(5):
        SubmissionFactory(consultation=consultation, text="заедно")
    reindex()
    first = get(client, q="заедно", limit=2, sort="oldest")
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    uuids = [item["uuid"] for page in (first, second, third) for item in page["items"]]
    assert len(set(uuids)) == 5
    assert (first["previous"], third["next"]) == (None, None)
    assert client.get(third["previous"]).json()["items"] == second["items"]


def test_wrong_parameters_are_each_named(client: Client, institution: Institution) -> None:
    response = client.get(URL, {"kind": "person", "institution": "elsewhere", "page": "0", "colour": "red"})
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert {error["field"] for error in response.json()["errors"]} == {"kind", "institution", "page", "colour"}


@pytest.mark.parametrize("text", ["\u202e", '"', "-", "OR", "a" * 10_000, "<script>", "👍", "%"])
def test_hostile_text_is_answered(client: Client, institution: Institution, text: str) -> None:
    assert get(client, q=text)["items"] == []


def test_long_text_is_said_to_be_cut(client: Client, institution: Institution) -> None:
    assert get(client, q="word " * 1_000)["truncated"] is True


def test_engine_that_is_down_is_a_problem_document(
    client: Client, institution: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(query: Any) -> None:
        raise EngineUnavailableError("locked")

    monkeypatch.setattr(finding, "search", down)
    response = client.get(URL)
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert response["Content-Type"] == "application/problem+json"
    assert "locked" not in response.content.decode()
    assert response.json()["title"] == "Search is not available at the moment."
    told = client.get(URL, headers={"accept-language": "sq"}).json()
    assert told["title"] == "Kërkimi nuk është i disponueshëm për momentin."


def test_post_is_refused(client: Client, institution: Institution) -> None:
    assert client.post(URL).status_code == 405


def test_things_of_an_institution_without_search_are_not_there(
    client: Client, institution: Institution, reindex: Callable, switch: Callable
) -> None:
    InstitutionFactory()
    SubmissionFactory(consultation=ConsultationFactory(institution=institution), text="заедно")
    reindex()
    assert get(client, q="заедно")["total"] == 1
    switch(institution, False)
    answer = get(client, q="заедно")
    assert (answer["total"], answer["items"], answer["facets"]["institution"]) == (0, [], [])
    assert client.get(URL, {"institution": "jegunovce"}).status_code == 400


def test_search_is_in_the_schema_only_where_it_is_on(
    client: Client, institution: Institution, switch: Callable
) -> None:
    def paths() -> dict[str, Any]:
        wanted = {"accept": "application/vnd.oai.openapi+json"}
        return json.loads(client.get("/api/v1/schema/?institution=jegunovce", headers=wanted).content)["paths"]

    operation = paths()["/api/v1/search/"]["get"]
    assert {parameter["name"] for parameter in operation["parameters"]} == {
        "q",
        "kind",
        "institution",
        "state",
        "language",
        "year",
        "outcome",
        "topic",
        "organisation",
        "provision",
        "after",
        "before",
        "topics",
        "sort",
        "page",
        "limit",
    }
    switch(institution, False)
    assert "/api/v1/search/" not in paths()


@pytest.mark.parametrize("count", [3, 60])
def test_search_takes_the_same_few_queries_whatever_there_is(
    client: Client, institution: Institution, reindex: Callable, django_assert_num_queries: Callable, count: int
) -> None:
    consultation = ConsultationFactory(institution=institution)
    for _ in range(count):
        SubmissionFactory(consultation=consultation, text="заедно")
    reindex()
    with django_assert_num_queries(7):
        assert get(client, q="заедно", limit=50)["total"] == count
