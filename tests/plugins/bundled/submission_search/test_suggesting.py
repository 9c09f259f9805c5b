"""Suggestions while typing: topics, titles and words; few, and quickly."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from consultations.models import Institution, Topic
from plugins.bundled.submission_search import suggesting
from search.engines import EngineUnavailableError
from tests.factories.record import ConsultationFactory, InstitutionFactory, SubmissionFactory

pytestmark = pytest.mark.django_db
URL = "/api/v1/search/suggestions/"


@pytest.fixture(autouse=True)
def corpus(reindex: Callable) -> Institution:
    Topic.objects.update_or_create(slug="budget", defaults={"labels": {"en": "Budget", "mk": "Буџет"}})
    office = InstitutionFactory(slug="office")
    consultation = ConsultationFactory(institution=office, titles={"en": "Budget of the town"})
    SubmissionFactory(consultation=consultation, text="The budgetary plan is late", language="en")
    other = InstitutionFactory(slug="other")
    ConsultationFactory(institution=other, titles={"en": "Budget of the village"})
    reindex()
    return office


def items(client: Client, **parameters: Any) -> list[dict[str, str]]:
    response = client.get(URL, parameters)
    assert response.status_code == 200, response.content
    return response.json()["items"]


def test_topics_titles_and_words_go_on_from_what_was_typed(client: Client) -> None:
    found = {(one["kind"], one["text"]) for one in items(client, q="budg")}
    assert found >= {("topic", "Budget"), ("title", "Budget of the town"), ("word", "budgetary")}


def test_a_title_leads_to_its_page_and_a_word_to_no_page(client: Client) -> None:
    by_kind = {one["kind"]: one for one in items(client, q="budget of the to")}
    assert by_kind["title"]["url"].startswith("/en/consultations/")
    assert client.get(by_kind["title"]["url"]).status_code == 200
    assert {one["url"] for one in items(client, q="budg") if one["kind"] in ("topic", "word")} == {""}


def test_a_topic_typed_in_another_language_is_named_in_the_readers(client: Client) -> None:
    assert {"kind": "topic", "text": "Budget", "language": "en", "url": ""} in items(
        client, q="буџ", language="en"
    )


@pytest.mark.parametrize("typed", ["budž", "буџ"])
def test_a_topic_is_named_in_the_script_of_the_page(client: Client, typed: str) -> None:
    labels = {"en": "Budget", "sr-latn": "Budžet i njegov tok"}
    Topic.objects.update_or_create(slug="budget", defaults={"labels": labels})
    for reader, named in (("sr", "Буџет и његов ток"), ("sr-latn", "Budžet i njegov tok")):
        topics = [one for one in items(client, q=typed, language=reader) if one["kind"] == "topic"]
        assert topics == [{"kind": "topic", "text": named, "language": reader, "url": ""}]


def test_a_topic_without_a_name_in_the_readers_language_says_in_which_it_is_named(client: Client) -> None:
    labels = {"en": "Roads & bridges", "sq": "Rrugët"}
    Topic.objects.update_or_create(slug="roads", defaults={"labels": labels})
    assert items(client, q="rrug", language="mk") == [
        {"kind": "topic", "text": "Roads & bridges", "language": "en", "url": ""}
    ]


def test_a_thing_named_in_several_languages_is_suggested_once_in_the_readers(
    client: Client, corpus: Institution, reindex: Callable
) -> None:
    titles = {"en": "Forum of citizens", "sr-latn": "Forum građana", "mk": "Форум на граѓаните"}
    ConsultationFactory(institution=corpus, titles=titles)
    reindex()
    for language, title in (("en", titles["en"]), ("sr", titles["sr-latn"]), ("mk", titles["mk"])):
        found = [one["text"] for one in items(client, q="forum", language=language) if one["kind"] == "title"]
        assert found == [title]


def test_titles_are_of_the_institution_that_is_searched_in(client: Client) -> None:
    titles = {one["text"] for one in items(client, q="budget", institution="office") if one["kind"] == "title"}
    assert titles == {"Budget of the town"}


@pytest.mark.parametrize("typed", ["", "b", " ", "?", "b" * 10_000, "%", '"', "\u202e", "<script>"])
def test_odd_input_is_answered_with_few_or_none(client: Client, typed: str) -> None:
    assert items(client, q=typed) == []


def test_never_more_than_a_handful(client: Client, corpus: Institution, reindex: Callable) -> None:
    for number in range(30):
        ConsultationFactory(institution=corpus, titles={"en": f"Budget number {number}"})
    reindex()
    assert len(items(client, q="budget")) == suggesting.MOST


def test_an_engine_that_is_down_is_a_problem_document(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*args: Any, **options: Any) -> None:
        raise EngineUnavailableError("locked")

    monkeypatch.setattr(suggesting, "suggest", down)
    assert client.get(URL, {"q": "budget"}).status_code == 503


def test_wrong_parameters_are_named(client: Client) -> None:
    response = client.get(URL, {"q": "a", "institution": "elsewhere", "colour": "red"})
    assert {error["field"] for error in response.json()["errors"]} == {"institution", "colour"}


def test_the_page_offers_a_list_that_needs_no_inline_script(client: Client) -> None:
    page = BeautifulSoup(client.get("/en/search/").content, "html.parser")
    field = page.select_one("input[type=search]")
    assert field["data-suggestions"] == URL
    assert page.select_one("#search-suggestions")["role"] == "listbox"
    assert page.select_one("#search-suggestions").has_attr("hidden")
    named = {
        name: page.select_one("#search-suggestions")[f"data-{name}"] for name in ("topic", "title", "section")
    }
    assert named == {"topic": "Topic", "title": "Title", "section": "Part of a document"}
    assert [script.get("src", "") for script in page.select("script")].count("") == 0
    assert not page.select("[onclick], [oninput], [style]")
