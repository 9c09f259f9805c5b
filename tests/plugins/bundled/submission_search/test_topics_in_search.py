"""A topic's name in one language finds what is about it in all, says so, and is switched off by a link."""

import io
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client

from consultations.models import Institution, Topic
from consultations.services.schedule_consultation import schedule_consultation
from tests.factories.record import (
    ConsultationFactory,
    DocumentFactory,
    InstitutionFactory,
    SubmissionFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Institution:
    return InstitutionFactory(slug="office")


@pytest.fixture
def corpus(office: Institution, reindex: Callable) -> dict[str, str]:
    labels = {"en": "Waste", "sq": "Mbeturinat", "sr-latn": "Otpad", "mk": "Отпад", "tr": "Atıklar"}
    Topic.objects.update_or_create(slug="waste", defaults={"labels": labels})
    consultation = ConsultationFactory(institution=office, titles={"sq": "Rregullore"}, topics=["waste"])
    other = ConsultationFactory(institution=office, titles={"sq": "Tjetër"}, source_language="sq")
    made = {
        "about": SubmissionFactory(consultation=consultation, text="Kontejnerët janë plot.", language="sq"),
        "words": SubmissionFactory(consultation=other, text="Отпадот се собира доцна.", language="mk"),
        "neither": SubmissionFactory(consultation=other, text="Rruga është e prishur.", language="sq"),
    }
    document = DocumentFactory(institution=office, topics=["waste"])
    VersionFactory(document=document, titles={"sq": "Plani"}, languages=["sq"], source_language="sq")
    reindex()
    return {name: f"/en/submissions/{row.uuid}/" for name, row in made.items()}


def page_of(client: Client, **parameters: str) -> BeautifulSoup:
    response = client.get("/en/search/", parameters)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def links(page: BeautifulSoup) -> set[str]:
    return {link["href"] for link in page.select(".search-hit h3 a")}


@pytest.mark.parametrize("text", ["отпад", "otpada", "mbeturinave", "waste", "atık"])
def test_a_topics_name_finds_what_is_about_it_whatever_its_language(
    client: Client, corpus: dict[str, str], text: str
) -> None:
    page = page_of(client, q=text)
    assert corpus["about"] in links(page)
    assert corpus["neither"] not in links(page)
    assert "“Waste” is a topic" in page.select_one(".search-topic").get_text()


def test_what_has_the_words_comes_first_and_the_rest_says_why(client: Client, corpus: dict[str, str]) -> None:
    page = page_of(client, q="отпад", kind="submission")
    hits = page.select(".search-hit")
    assert [hit.h3.a["href"] for hit in hits] == [corpus["words"], corpus["about"]]
    assert [bool(hit.select(".search-hit__topic")) for hit in hits] == [False, True]
    assert hits[1].select_one(".search-hit__topic mark").get_text() == "Waste"


def test_the_command_line_explains_what_the_page_asks(client: Client, corpus: dict[str, str]) -> None:
    def explained(text: str) -> list[str]:
        call_command("search", "explain", text, corpus["about"], stdout=(out := io.StringIO()))
        return out.getvalue().splitlines()

    for text in ("отпад", "отпад institution:office", "отпад kind:submission"):
        total = client.get("/en/search/", {"q": text}).context["results"].total
        lines = explained(text)
        assert f" {total} hits" in "\n".join(lines[:2]), text
    assert explained("отпад")[0] == "what is about waste is found too"
    assert "none of the 0 hits" in explained("отпад kind:consultation year:1999")[-1]


def test_it_is_switched_off_by_a_link_and_on_again(client: Client, corpus: dict[str, str]) -> None:
    off = page_of(client, q="отпад").select_one(".search-topic a")["href"]
    assert parse_qs(urlsplit(off).query) == {"q": ["отпад"], "topics": ["words"]}
    without = BeautifulSoup(client.get(off).content, "html.parser")
    assert links(without) == {corpus["words"]}
    on = without.select_one(".search-topic a")["href"]
    assert parse_qs(urlsplit(on).query) == {"q": ["отпад"]}


def test_the_state_stays_when_another_text_is_typed(client: Client, corpus: dict[str, str]) -> None:
    kept = page_of(client, q="отпад", topics="words").select("#search-kept input")
    assert [(one["name"], one["value"]) for one in kept] == [("topics", "words")]


def test_topics_are_a_filter_named_in_the_readers_language(client: Client, corpus: dict[str, str]) -> None:
    page = page_of(client, topic="waste")
    assert {hit.select_one(".search-hit__kind").get_text() for hit in page.select(".search-hit")} == {
        "Contribution",
        "Consultation",
        "Document",
    }
    assert page.select_one(".search-chosen a").get_text(" ", strip=True).startswith("Waste")
    assert page_of(client, q="topic:mbeturinat").select(".search-hit") == page.select(".search-hit")


def test_the_api_says_which_topics_the_text_names(client: Client, corpus: dict[str, str]) -> None:
    answer = client.get("/api/v1/search/", {"q": "отпад"}).json()
    assert [topic["slug"] for topic in answer["topics"]] == ["waste"]
    assert answer["total"] == 4
    words = client.get("/api/v1/search/", {"q": "отпад", "topics": "words"}).json()
    assert (words["topics"], words["total"]) == ([], 1)


def test_submissions_follow_the_topics_of_their_consultation(
    client: Client, corpus: dict[str, str], office: Institution, committed: Callable
) -> None:
    from consultations.models import Consultation

    row = Consultation.objects.get(titles__sq="Tjetër")
    with committed():
        schedule_consultation(
            institution=office,
            uuid=row.uuid,
            titles=row.titles,
            summaries=row.summaries,
            act_type=row.act_type,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            versions=list(row.versions.all()),
            actor=None,
            source_language=row.source_language,
            topics=["waste"],
        )
    assert links(page_of(client, topic="waste", kind="submission")) == set(corpus.values())
