"""Filters by what was answered, for whom somebody wrote, and on which part of a document."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from consultations.models import Institution, Provision, Submission
from consultations.services.respond import respond
from search import outbox
from tests.factories.record import (
    ConsultationFactory,
    DocumentFactory,
    InstitutionFactory,
    SubmissionFactory,
    UserFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Institution:
    return InstitutionFactory(slug="office")


@pytest.fixture
def corpus(office: Institution, reindex: Callable) -> dict[str, Submission]:
    version = VersionFactory(document=DocumentFactory(institution=office), provisions=2, languages=["en"])
    consultation = ConsultationFactory(institution=office, versions=[version], closed=True)
    first, second = Provision.objects.filter(version=version).order_by("position")
    facts = {"consultation": consultation, "version": version, "language": "en"}
    made = {
        "first": SubmissionFactory(
            **facts, text="shade one", provision_uid=first.uid, author_organisation="Green Path"
        ),
        "second": SubmissionFactory(
            **facts, text="shade two", provision_uid=second.uid, author_organisation="Čisto – Pastër"
        ),
        "whole": SubmissionFactory(**facts, text="shade three"),
    }
    respond(
        institution=office,
        submission_uuids=[made["first"].uuid],
        outcome="accepted",
        reasons=dict.fromkeys(office.languages, "It is right."),
        actor=UserFactory(),
    )
    reindex()
    outbox.drain()
    return made


def page_of(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def found(page: BeautifulSoup) -> set[str]:
    return {link["href"] for link in page.select(".search-hit h3 a")}


def choice(page: BeautifulSoup, facet: str, text: str) -> str:
    group = page.select_one(f"#facet-{facet}").parent
    (link,) = [link for link in group.select("a") if text in link.get_text(" ", strip=True)]
    return link["href"]


@pytest.mark.parametrize(
    ("facet", "text", "name"),
    [("outcome", "Accepted", "first"), ("organisation", "Čisto – Pastër", "second"), ("provision", "2", "second")],
)
def test_a_filter_is_named_in_words_and_finds_its_own(
    client: Client, corpus: dict[str, Submission], facet: str, text: str, name: str
) -> None:
    everything = page_of(client, "/en/search/?q=shade")
    if facet == "outcome":  # a single value narrows nothing, so that it is not offered by itself
        page = page_of(client, "/en/search/?q=shade&outcome=accepted")
        assert text in page.select_one(".search-chosen").get_text()
    else:
        page = page_of(client, choice(everything, facet, text))
    assert found(page) == {f"/en/submissions/{corpus[name].uuid}/"}


@pytest.mark.parametrize(
    "typed", ["organisation:green-path", 'organisation:"GREEN PATH"', "organisation:green", "outcome:accepted"]
)
def test_fields_are_typed_too(client: Client, corpus: dict[str, Submission], typed: str) -> None:
    page = page_of(client, f"/en/search/?q={typed.replace(' ', '+')}&kind=submission")
    assert found(page) == {f"/en/submissions/{corpus['first'].uuid}/"}


def test_an_organisation_nobody_wrote_for_is_taken_as_words(client: Client, corpus: dict[str, Submission]) -> None:
    assert found(page_of(client, "/en/search/?q=organisation:nobody")) == set()


def test_days_narrow_and_are_shown_as_a_filter_that_can_be_left(
    client: Client, corpus: dict[str, Submission]
) -> None:
    page = page_of(client, "/en/search/?q=shade&before=2020-01-01")
    assert found(page) == set()
    (left,) = page.select(".search-chosen a")
    assert "2020" in left.get_text()
    assert len(found(page_of(client, left["href"]))) == 3
    assert page.select_one("#search-before")["value"] == "2020-01-01"
    assert len(found(page_of(client, "/en/search/?q=shade&after=2020-01-01"))) == 3


def test_a_mistyped_word_is_asked_back(client: Client, corpus: dict[str, Submission]) -> None:
    page = page_of(client, "/en/search/?q=shaed&kind=submission")
    link = page.select_one(".search-meant a")
    assert link.get_text() == "shade"
    assert link["href"] == "/en/search/?q=shade&kind=submission"
    assert len(found(page_of(client, link["href"]))) == 3


def test_one_institutions_search_is_framed_as_its_own(client: Client, corpus: dict[str, Submission]) -> None:
    page = page_of(client, "/en/search/?q=shade&institution=office")
    menu = {link["href"] for link in page.select("nav.menu a")}
    assert "/en/search/?institution=office" in menu
