"""A whole result as a file or a feed."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from consultations.models import Institution, Submission
from plugins.bundled.submission_search import exporting
from plugins.bundled.submission_search import feed as feeds
from search.engines import EngineUnavailableError
from tests.factories.record import ConsultationFactory, InstitutionFactory, SubmissionFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def office() -> Institution:
    return InstitutionFactory(slug="office")


@pytest.fixture
def corpus(office: Institution, reindex: Callable) -> list[Submission]:
    consultation = ConsultationFactory(institution=office, titles={"en": "Budget"}, topics=["budget"])
    made = [
        SubmissionFactory(consultation=consultation, text=text, language="en", author_organisation="=cmd()")
        for text in ("road one", "=HYPERLINK(road)", "+road two")
    ]
    reindex()
    return made


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def rows(client: Client, **parameters: str) -> list[dict[str, str]]:
    response = client.get("/api/v1/search/results.csv", parameters)
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(body(response).decode("utf-8-sig"))))


def test_csv_holds_every_result_once_and_the_whole_text(client: Client, corpus: list[Submission]) -> None:
    found = rows(client, q="road", kind="submission")
    assert {row["uuid"] for row in found} == {str(one.uuid) for one in corpus}
    assert found[0]["title"] == "Budget"
    assert found[0]["topics"] == "budget"
    assert found[0]["url"].startswith("http://testserver/")


def test_no_cell_is_a_formula(client: Client, corpus: list[Submission]) -> None:
    found = rows(client, q="road", kind="submission")
    assert {row["text"] for row in found} == {"road one", "'=HYPERLINK(road)", "'+road two"}
    assert {row["organisation"] for row in found} == {"'=cmd()"}


def test_json_holds_the_same(client: Client, corpus: list[Submission]) -> None:
    response = client.get("/api/v1/search/results.json", {"q": "road", "kind": "submission"})
    made = json.loads(body(response))
    assert (made["total"], response["X-Total-Count"]) == (3, "3")
    assert made["query"] == {"q": ["road"], "kind": ["submission"]}
    assert {tuple(row["topics"]) for row in made["rows"]} == {("budget",)}
    assert [row["text"] for row in made["rows"]] == ["+road two", "=HYPERLINK(road)", "road one"]


def test_moment_of_publication_is_written_alike_everywhere(client: Client, corpus: list[Submission]) -> None:
    asked = {"q": "road", "kind": "submission", "sort": "newest"}
    made = json.loads(body(client.get("/api/v1/search/results.json", asked)))
    listed = [item["published_at"] for item in client.get("/api/v1/search/", asked).json()["items"]]
    assert [row["published_at"] for row in made["rows"]] == listed
    assert [row["published_at"] for row in rows(client, **asked)] == listed


@pytest.mark.parametrize(
    "accepted", ["text/csv", "application/json", "text/html,application/xhtml+xml", "*/*", ""]
)
@pytest.mark.parametrize("form", ["csv", "json"])
def test_address_says_the_form_whatever_the_client_accepts(
    client: Client, corpus: list[Submission], form: str, accepted: str
) -> None:
    response = client.get(f"/api/v1/search/results.{form}", headers={"accept": accepted})
    assert response.status_code == 200
    assert form in response["Content-Type"]
    refused = client.get(f"/api/v1/search/results.{form}?colour=red", headers={"accept": accepted})
    assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("parameter", ["limit", "page"])
def test_a_file_has_no_pages_and_says_so(client: Client, corpus: list[Submission], parameter: str) -> None:
    for form in ("csv", "json"):
        response = client.get(f"/api/v1/search/results.{form}", {"q": "road", parameter: "2"})
        assert response.status_code == 400
        (error,) = response.json()["errors"]
        assert error["field"] == parameter
        assert "page" not in error["detail"].partition(":")[2]


def test_several_pages_of_the_index_make_one_file(
    client: Client, corpus: list[Submission], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MAX_PAGE_SIZE", 2)
    assert len(rows(client, q="road", kind="submission")) == 3


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_a_result_longer_than_can_be_paged_through_is_whole(
    client: Client, office: Institution, reindex: Callable, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    consultation = ConsultationFactory(institution=office)
    begun = datetime(2026, 3, 1, tzinfo=UTC)
    for number in range(17):
        # One, then two, then three of the same moment, and so on: pages of three begin and end within one.
        moment = begun + timedelta(microseconds=int((8 * number + 1) ** 0.5 - 1) // 2)
        SubmissionFactory(consultation=consultation, text=f"road {number}", published_at=moment)
    reindex()
    monkeypatch.setattr(exporting, "MAX_PAGE_SIZE", 3)
    monkeypatch.setattr(exporting, "MAX_RESULTS", 6)
    found = rows(client, q="road", kind="submission", sort=sort)
    assert sorted(int(row["text"].split()[1]) for row in found) == list(range(17))
    moments = [datetime.fromisoformat(row["published_at"]) for row in found]
    assert moments == sorted(moments, reverse=sort == "newest")


def test_what_is_published_while_a_file_is_read_shifts_nothing(
    client: Client, corpus: list[Submission], reindex: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MAX_PAGE_SIZE", 2)
    response = client.get("/api/v1/search/results.csv", {"q": "road", "kind": "submission"})
    SubmissionFactory(consultation=corpus[0].consultation, text="road last")
    reindex()
    texts = [row["text"] for row in csv.DictReader(io.StringIO(body(response).decode("utf-8-sig")))]
    assert texts == ["'+road two", "'=HYPERLINK(road)", "road one"]


def test_what_was_taken_back_a_moment_ago_is_not_in_the_file(client: Client, corpus: list[Submission]) -> None:
    Submission.objects.filter(pk=corpus[0].pk).update(state="removed")
    assert "road one" not in {row["text"] for row in rows(client, q="road", kind="submission")}


def test_wrong_parameters_and_a_dead_engine_are_told_before_anything_is_sent(
    client: Client, corpus: list[Submission], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/api/v1/search/results.csv", {"colour": "red"}).status_code == 400

    def down(query: Any) -> None:
        raise EngineUnavailableError("locked")

    monkeypatch.setattr(exporting, "search", down)
    assert client.get("/api/v1/search/results.json").status_code == 503


def entries(client: Client, address: str) -> tuple[ElementTree.Element, list[ElementTree.Element]]:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    root = ElementTree.fromstring(response.content)
    return root, root.findall(f"{ATOM}entry")


def test_feed_has_what_atom_asks_for(client: Client, corpus: list[Submission]) -> None:
    root, found = entries(client, "/en/search/feed.atom?q=road&kind=submission")
    assert root.tag == f"{ATOM}feed"
    assert root.find(f"{ATOM}id").text == "http://testserver/en/search/feed.atom?q=road&kind=submission"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == "http://testserver/en/search/feed.atom?q=road&kind=submission"
    assert links["alternate"] == "http://testserver/en/search/?q=road&kind=submission"
    assert root.find(f"{ATOM}author/{ATOM}name").text == "testserver"
    assert len(found) == 3
    for entry in found:
        for part in ("id", "title", "updated", "link"):
            assert entry.find(f"{ATOM}{part}") is not None, part
    assert len({entry.find(f"{ATOM}id").text for entry in found}) == 3
    assert root.find(f"{ATOM}updated").text == max(entry.find(f"{ATOM}updated").text for entry in found)


def test_feed_is_named_by_what_it_is_narrowed_by(client: Client, corpus: list[Submission]) -> None:
    address = (
        "/en/search/feed.atom?q=road&kind=submission&institution=office&topic=budget&language=sq&after=2026-01-02"
    )
    root, _entries = entries(client, address)
    assert root.find(f"{ATOM}title").text == (
        "Search: road (Contribution, Municipality office, Budget, shqip, from 2 January 2026)"
    )
    root, _entries = entries(client, "/sq/search/feed.atom?year=2026&year=2025")
    assert root.find(f"{ATOM}title").text == "Kërkim: gjithçka (2026, 2025)"


def test_feed_stays_the_same_until_something_new_comes(client: Client, corpus: list[Submission]) -> None:
    first = client.get("/en/search/feed.atom?q=road").content
    assert client.get("/en/search/feed.atom?q=road").content == first
    assert entries(client, "/en/search/feed.atom?q=nothing")[1] == []


def test_feed_has_no_character_that_xml_cannot_say(client: Client, office: Institution, reindex: Callable) -> None:
    SubmissionFactory(consultation=ConsultationFactory(institution=office), text="road \ufffe \x0b <b>&")
    reindex()
    _root, (entry,) = entries(client, "/en/search/feed.atom?q=road")
    assert entry.find(f"{ATOM}summary").text.split() == ["road", "<b>&"]


def test_what_people_typed_is_text_in_a_feed_and_never_html(
    client: Client, office: Institution, reindex: Callable
) -> None:
    typed = "<b>bold</b> <img src=x onerror=alert(1)> a < b &amp; c"
    consultation = ConsultationFactory(institution=office, titles={"en": typed})
    SubmissionFactory(consultation=consultation, text=typed, language="en")
    reindex()
    root, found = entries(client, "/en/search/feed.atom?q=bold")
    parts = [part for entry in found for part in (entry.find(f"{ATOM}title"), entry.find(f"{ATOM}summary"))]
    # RFC 4287, 3.1.1: without a type, text is text.
    assert {part.get("type", "text") for part in (root.find(f"{ATOM}title"), *parts)} == {"text"}
    assert {entry.find(f"{ATOM}title").text for entry in found} == {typed, f"Contribution no. 1 – {typed}"}
    assert typed in {entry.find(f"{ATOM}summary").text for entry in found}


def test_what_is_in_another_language_says_so(client: Client, office: Institution, reindex: Callable) -> None:
    consultation = ConsultationFactory(institution=office, titles={"mk": "Нацрт за road"})
    SubmissionFactory(consultation=consultation, text="road", language="sq")
    reindex()
    _root, found = entries(client, "/en/search/feed.atom?q=road")
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    told = {(entry.find(f"{ATOM}title").get(lang), entry.find(f"{ATOM}summary").get(lang)) for entry in found}
    assert told == {("en", "sq"), ("mk", "mk")}


@pytest.mark.parametrize("wrong", ["institution=nope", "year=99", "after=soon", "topics=all", "gone=x"])
def test_feed_that_is_not_understood_any_more_has_nothing_rather_than_everything(
    client: Client, corpus: list[Submission], wrong: str
) -> None:
    response = client.get(f"/en/search/feed.atom?q=road&{wrong}")
    assert (response.status_code, response["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert f"\n{wrong.partition('=')[0]}: " in response.content.decode()


def test_feed_of_an_institution_that_left_search_has_nothing(
    client: Client, corpus: list[Submission], office: Institution, switch: Callable
) -> None:
    SubmissionFactory(consultation=ConsultationFactory(institution=InstitutionFactory(slug="other")), text="road")
    assert len(entries(client, "/en/search/feed.atom?q=road&institution=office")[1]) == 3
    switch(office, False)
    assert client.get("/en/search/feed.atom?q=road&institution=office").status_code == 400
    switch(office, True)
    assert len(entries(client, "/en/search/feed.atom?q=road&institution=office")[1]) == 3


def test_feed_of_a_dead_engine_says_when_to_come_again(
    client: Client, corpus: list[Submission], monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(query: Any) -> None:
        raise EngineUnavailableError("locked")

    monkeypatch.setattr(feeds, "search", down)
    response = client.get("/en/search/feed.atom")
    assert (response.status_code, response["Retry-After"]) == (503, "300")


def test_page_names_its_feed_and_its_files(client: Client, corpus: list[Submission]) -> None:
    page = BeautifulSoup(client.get("/en/search/?q=road&page=1").content, "html.parser")
    feed = page.select_one("link[rel=alternate][type='application/atom+xml']")["href"]
    assert feed == "/en/search/feed.atom?q=road"
    found = [link["href"] for link in page.select(".search-keeping a")]
    assert found == [
        "/en/search/saved/new/?q=road",
        feed,
        "/api/v1/search/results.csv?q=road",
        "/api/v1/search/results.json?q=road",
    ]
    for address in found[1:]:
        assert client.get(address).status_code == 200
