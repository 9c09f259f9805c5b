"""The search page: works without JavaScript, has an address for each of its states, and never breaks."""

import contextlib
import re
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site

from cms.tenancy.models import InstitutionProfile
from consultations.activation.switching import permit_plugin
from consultations.models import Institution, Submission
from plugins.bundled.submission_search import finding
from plugins.bundled.submission_search.manifest import MANIFEST
from search.engines import EngineUnavailableError
from search.models import OutboxEntry
from search.outbox import drain, enqueue
from tests.factories.record import (
    ConsultationFactory,
    DocumentFactory,
    InstitutionFactory,
    SubmissionFactory,
    VersionFactory,
)
from tests.plugins.bundled.submission_search.reading import lang_of, said, search

pytestmark = pytest.mark.django_db


def test_plugin_is_loaded_and_passes_the_strict_check() -> None:
    call_command("plugins", "list")
    from plugins.kernel.registry import registry

    assert registry.plugin("submission_search").manifest is MANIFEST


def test_hit_names_what_it_is_and_leads_to_its_permanent_page(
    client: Client, corpus: dict[str, Submission]
) -> None:
    page = search(client, q="ulicata")
    (hit,) = page.select(".search-hit")
    submission = corpus["mk"]
    assert hit.h3.a["href"] == f"/en/submissions/{submission.uuid}/"
    assert said(page, ".search-hit h3") == [f"Contribution no. {submission.number} – Draft strategy"]
    assert said(page, ".search-hit .meta") == [
        "Contribution Not yet answered",
        f"Municipality of Jegunovce {hit.time.get_text()} Македонски",
    ]
    assert "<mark>улицата</mark>&gt;" in str(hit.select_one(".search-hit__passage"))
    assert hit.select_one(".search-hit__passage")["lang"] == "mk"
    assert client.get(hit.h3.a["href"]).status_code == 200


def test_query_in_one_script_finds_the_other(client: Client, corpus: dict[str, Submission]) -> None:
    for text in ("општина* ", "OPSTINA*", "opština*"):
        links = {link["href"] for link in search(client, q=text).select(".search-hit h3 a")}
        assert links == {f"/en/submissions/{corpus[language].uuid}/" for language in ("mk", "sr")}


def test_an_index_that_takes_no_writes_is_told_on_the_page_and_to_programs(
    client: Client, jegunovce: Institution, reindex: Callable, committed: Callable, tmp_path: Path
) -> None:
    reindex()
    notice = "Search is delayed at the moment: what was published last may be missing."
    consultation = ConsultationFactory(institution=jegunovce)
    with contextlib.closing(sqlite3.connect(tmp_path / "search.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with committed():
            enqueue("submission", str(SubmissionFactory(consultation=consultation, text="benches").uuid))
        assert said(search(client, q="benches"), ".notice") == []
        OutboxEntry.objects.update(retry_at=timezone.now() - timedelta(seconds=11))
        assert said(search(client, q="benches"), ".notice") == [notice]
        assert client.get("/api/v1/search/").json()["delayed"] is True
        other.execute("ROLLBACK")
    drain()
    assert said(search(client, q="benches"), ".notice") == []
    assert client.get("/api/v1/search/").json()["delayed"] is False


def test_number_of_results_is_announced(client: Client, corpus: dict[str, Submission]) -> None:
    status = search(client, q="komuna").select_one("[role=status]")
    assert (status["aria-live"], status.get_text(strip=True)) == ("polite", "1 result")


def test_form_keeps_what_was_asked_and_needs_no_script(client: Client, corpus: dict[str, Submission]) -> None:
    page = search(client, q='"улица"', kind=["submission", "document"], sort="oldest")
    form = page.select_one("form[role=search]")
    assert (form["method"], form["action"]) == ("get", "/en/search/")
    field = form.select_one("input[type=search]")
    assert field["value"] == '"улица"'
    assert form.select_one(f"label[for={field['id']}]") is not None
    assert form.select_one(f"#{field['aria-describedby']}") is not None
    kept = [(one["name"], one["value"]) for one in page.select("input[type=hidden]")]
    assert kept == [("kind", "submission"), ("kind", "document"), ("sort", "oldest")]
    assert {one["form"] for one in page.select("input[type=hidden]")} == {form["id"]}


def test_every_filter_link_gives_as_many_results_as_it_says(client: Client, corpus: dict[str, Submission]) -> None:
    page = search(client)
    headings = said(page, ".filter-group h3")
    assert headings == ["What", "Institution", "State", "Language"]  # everything is of one year
    links = page.select(".filter-group a")
    assert len(links) == 3 + 2 + 4 + 4
    for link in links:
        promised = int(link.select_one(".search-facets__count").find(string=re.compile(r"\d")))
        assert client.get(link["href"]).context["results"].total == promised, link["href"]


def test_chosen_filter_is_marked_and_leads_away_from_itself(client: Client, corpus: dict[str, Submission]) -> None:
    page = search(client, q="opština*", language="mk")
    (chosen,) = page.select(".filter-group a[aria-current]")
    assert "remove this filter" in chosen.get_text()
    assert chosen["href"] == f"/en/search/?q={quote('opština*', safe='')}"
    assert len(page.select(".search-hit")) == 1


def test_order_is_a_link_and_orders(client: Client, corpus: dict[str, Submission]) -> None:
    page = search(client, kind="submission")
    assert said(page, ".tabs [aria-current]") == ["Newest first"]
    newest = [link["href"] for link in page.select(".search-hit h3 a")]
    oldest_page = client.get(page.select_one(".tabs a:not([aria-current])")["href"])
    oldest = BeautifulSoup(oldest_page.content, "html.parser")
    assert [link["href"] for link in oldest.select(".search-hit h3 a")] == newest[::-1]


def test_pages_follow_one_another(client: Client, jegunovce: Institution, reindex: Callable) -> None:
    consultation = ConsultationFactory(institution=jegunovce)
    for _ in range(45):
        SubmissionFactory(consultation=consultation, text="заедно")
    reindex()
    seen: list[str] = []
    url = "/en/search/?q=zaedno"
    while url:
        page = BeautifulSoup(client.get(url).content, "html.parser")
        seen += [link["href"] for link in page.select(".search-hit h3 a")]
        following = page.select_one("a[rel=next]")
        url = following["href"] if following else ""
    assert (len(seen), len(set(seen))) == (45, 45)
    assert said(page, "[role=status]") == ["45 results, page 3 of 3"]
    assert page.select_one("ol.search-hits")["start"] == "41"


def test_page_beyond_the_last_leads_back(client: Client, corpus: dict[str, Submission]) -> None:
    page = search(client, q="komuna", page=9)
    assert page.select_one(".empty a")["href"] == "/en/search/?q=komuna"


def test_document_hit_leads_to_the_provision_in_its_language(
    client: Client, corpus: dict[str, Submission]
) -> None:
    page = search(client, q='"article 2"', language="sq", kind="document")
    (hit,) = page.select(".search-hit")
    assert re.fullmatch(r"/sq/documents/[0-9a-f-]{36}/versions/1/#p-[0-9a-f-]{36}", hit.h3.a["href"])
    assert said(page, ".search-hit__passage")[0].startswith("2 Heading 2 (sq)")
    assert hit.h3.a["lang"] == "sq"


def test_serbian_latin_texts_of_institutions_are_read_in_cyrillic_but_peoples_words_are_not_changed(
    client: Client, corpus: dict[str, Submission]
) -> None:
    page = search(client, "sr", q="pravilnik")
    assert said(page, ".search-hit h3") == ["Правилник"]
    assert str(page.select_one(".search-hit h3 mark")) == "<mark>Правилник</mark>"
    assert page.select_one(".search-hit h3 a")["href"].startswith("/sr/consultations/")
    assert said(search(client, "sr", q="ulicu", language="sr-latn"), ".search-hit__passage") == [
        "Opština neka popravi ulicu ."
    ]


def test_hits_are_read_out_in_the_script_they_are_shown_in(
    client: Client, corpus: dict[str, Submission], office: Institution, reindex: Callable
) -> None:
    titles = {"sr-latn": "Odluka o budžetu"}
    document = DocumentFactory(institution=office)
    VersionFactory(document=document, titles=titles, languages=["sr-latn"], source_language="sr-latn")
    reindex()
    (hit,) = search(client, "sr", q='"heading 2"', language="sr-latn").select(".search-hit")
    assert hit.h3.get_text(strip=True) == "Одлука о буџету"
    assert lang_of(hit.h3.a) == lang_of(hit.select_one(".search-hit__passage")) == "sr-Cyrl"
    quoted = search(client, "sr", q="ulicu", language="sr-latn").select_one(".search-hit__passage")
    assert lang_of(quoted) == "sr-Latn"
    (latin,) = search(client, "en", q='"heading 2"', language="sr-latn").select(".search-hit")
    assert lang_of(latin.h3.a) == lang_of(latin.select_one(".search-hit__passage")) == "sr-Latn"


def test_nothing_found_helps_on(client: Client, corpus: dict[str, Submission]) -> None:
    page = search(client, q="непостоечко", kind="submission")
    links = [link["href"] for link in page.select(".empty a")]
    assert links == [f"/en/search/?q={quote('непостоечко')}", "/en/consultations/"]


@pytest.mark.parametrize("day", [{"after": "2031-01-01"}, {"before": "2001-01-01"}])
def test_nothing_found_between_two_days_is_sought_without_them(
    client: Client, corpus: dict[str, Submission], day: dict[str, str]
) -> None:
    page = search(client, q="komuna", **day)
    assert [link["href"] for link in page.select(".empty a")] == ["/en/search/?q=komuna", "/en/consultations/"]


def test_text_without_words_is_told(client: Client, corpus: dict[str, Submission]) -> None:
    assert said(search(client, q="?!…"), ".empty p") == [
        "There is no word in what you typed. Try a word or a number."
    ]


def test_blank_search_lists_everything_newest_first(client: Client, corpus: dict[str, Submission]) -> None:
    page = search(client)
    dates = [one["datetime"] for one in page.select(".search-hit time")]
    assert len(dates) == 3 + 2 + 2 + 3
    assert dates == sorted(dates, reverse=True)


def test_engine_that_is_down_is_told_and_the_form_stays(
    client: Client, corpus: dict[str, Submission], monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(query: Any) -> None:
        raise EngineUnavailableError("locked")

    monkeypatch.setattr(finding, "search", down)
    response = client.get("/en/search/", {"q": "komuna"})
    page = BeautifulSoup(response.content, "html.parser")
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert page.select_one("input[type=search]")["value"] == "komuna"
    assert said(page, "[role=alert] h2") == ["Search is not available at the moment"]


def test_index_that_lags_behind_shows_nothing_that_was_taken_back(
    client: Client, corpus: dict[str, Submission]
) -> None:
    Submission.objects.filter(pk=corpus["sq"].pk).update(state="removed")
    assert search(client, q="komuna").select(".search-hit") == []


class TestOff:
    def test_things_of_an_institution_without_search_vanish_from_results_and_facets(
        self, client: Client, corpus: dict[str, Submission], office: Institution, switch: Callable
    ) -> None:
        switch(office, False)
        page = search(client)
        assert {link["href"] for link in page.select(".search-hit h3 a")}.isdisjoint(
            f"/en/submissions/{corpus[language].uuid}/" for language in ("sr", "sq")
        )
        assert "Office" not in page.select_one("main").get_text()
        assert "Albanian" not in said(page, ".filter-group a")
        assert search(client, q="komuna").select(".search-hit") == []
        forged = search(client, institution="office")
        assert said(forged, ".notice li") == ["institution=office There is no such institution here."]

    def test_things_come_back_when_search_is_on_again(
        self, client: Client, corpus: dict[str, Submission], office: Institution, switch: Callable
    ) -> None:
        switch(office, False)
        switch(office, True)
        assert len(search(client, q="komuna").select(".search-hit")) == 1

    def test_nobody_having_search_there_is_no_page(
        self,
        client: Client,
        corpus: dict[str, Submission],
        office: Institution,
        jegunovce: Institution,
        switch: Callable,
    ) -> None:
        switch(office, False)
        switch(jegunovce, False)
        assert client.get("/en/search/").status_code == 404
        assert client.get("/api/v1/search/").status_code == 404

    def test_institution_of_the_request_sees_its_own_things_only_and_no_page_when_off(
        self, rf: Any, corpus: dict[str, Submission], office: Institution, switch: Callable
    ) -> None:
        from plugins.bundled.submission_search.scope import searchable_institutions

        request = rf.get("/en/search/")
        request.institution = office
        assert list(searchable_institutions(request)) == ["office"]
        switch(office, False)
        assert searchable_institutions(request) == {}


@pytest.mark.parametrize("count", [3, 60])
def test_page_takes_the_same_few_queries_whatever_there_is(
    client: Client, jegunovce: Institution, reindex: Callable, django_assert_num_queries: Callable, count: int
) -> None:
    consultation = ConsultationFactory(institution=jegunovce)
    for number in range(count):
        SubmissionFactory(consultation=consultation, text=f"заедно {number}")
    InstitutionFactory.create_batch(count // 3)
    VersionFactory(document=DocumentFactory(institution=jegunovce), provisions=2)
    reindex()
    client.get("/en/search/")
    with django_assert_num_queries(9):
        client.get(f"/en/search/?{urlencode({'q': 'zaedno OR strategy', 'kind': 'submission'})}")


def test_other_plugins_things_are_found_too(client: Client, jegunovce: Institution, reindex: Callable) -> None:
    from kuvend_dummy.models import Note

    permit_plugin(institution=jegunovce, plugin="dummy", actor=None)
    Note.objects.create(institution=jegunovce.uuid, word="zaedno")
    SubmissionFactory(consultation=ConsultationFactory(institution=jegunovce), text="заедно")
    reindex()
    page = search(client, q="заедно", kind="dummy_note")
    assert [link["href"] for link in page.select(".search-hit h3 a")] == ["/en/dummy/"]
    assert said(page, ".search-hit__kind") == ["Dummy note"]
    assert said(page, ".filter-group h3") == ["What"]


class TestOwnHost:
    @pytest.fixture(autouse=True)
    def host_of_the_office(self, office: Institution) -> None:
        root = Page.objects.get(depth=1)
        site = Site.objects.create(hostname="office.localhost", root_page=root)
        InstitutionProfile.objects.create(institution=office, site=site)

    def test_only_the_institutions_own_things_are_found(self, corpus: dict[str, Submission]) -> None:
        page = search(Client(HTTP_HOST="office.localhost"), q="opština*")
        links = [link["href"] for link in page.select(".search-hit h3 a")]
        assert links == [f"/en/submissions/{corpus['sr'].uuid}/"]
        assert "Municipality of Jegunovce" not in page.select_one("main").get_text()

    def test_there_is_no_page_and_no_api_where_search_is_off(
        self, corpus: dict[str, Submission], office: Institution, switch: Callable
    ) -> None:
        switch(office, False)
        assert Client(HTTP_HOST="office.localhost").get("/en/search/").status_code == 404
        assert Client(HTTP_HOST="office.localhost").get("/api/v1/search/").status_code == 404
        assert Client().get("/en/search/").status_code == 200
