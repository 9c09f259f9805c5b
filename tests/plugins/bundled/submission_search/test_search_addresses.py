"""Whatever an address of the search page says: it is answered, named where it is wrong, and makes no huge page."""

from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from consultations.models import Submission
from plugins.api.search import kinds
from tests.plugins.bundled.submission_search.reading import said, search

pytestmark = pytest.mark.django_db

HOSTILE = [
    "\u202e\u2066\u200b",
    "👩‍👩‍👧‍👦",
    '"',
    '"unbalanced -',
    "-",
    "OR",
    "*",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    'NEAR(a b) title_folded : "x"',
    "a" * 10_000,
    "a " * 5_000,
    "ž̈" * 5_000,
]


def test_wrong_filter_is_left_out_and_told(client: Client, corpus: dict[str, Submission]) -> None:
    page = search(client, q="komuna", kind="person", page="x")
    assert len(page.select(".search-hit")) == 1
    assert said(page, ".notice p") == ["Part of this address was not understood and is left out:"]
    assert said(page, ".notice li") == [
        f"kind=person One of these is expected: {', '.join(kinds())}.",
        "page=x A whole number from 1 to 500 is expected.",
    ]


def test_what_is_left_out_is_shown_shortened_and_escaped(client: Client, corpus: dict[str, Submission]) -> None:
    long = "<script>alert(1)</script>" * 40
    years = [str(number) for number in range(3000, 3010)]
    response = client.get("/en/search/", {"topic": ["waste", long], "year": ["2026", *years], "after": "<b>"})
    page = BeautifulSoup(response.content, "html.parser")
    assert b"<script>alert" not in response.content
    assert [said(one, "code") for one in page.select(".notice li")] == [
        ["year=3000", "year=3001", "year=3002"],
        [f"topic={long[:39]}…"],
        ["after=<b>"],
    ]
    assert said(page, ".notice li")[0] == (
        "year=3000 , year=3001 , year=3002 , … A year is expected, such as 2026."
    )


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_answered(client: Client, corpus: dict[str, Submission], text: str) -> None:
    response = client.get("/mk/search/", {"q": text})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


LONG = ["и " * 5_000, "и" * 10_000, "ž\u0308" * 5_000, "👩" * 10_000, '"' * 10_000, "a&<" * 3_400]


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_very_long_text_makes_no_very_long_page(client: Client, corpus: dict[str, Submission], text: str) -> None:
    usual = client.get("/en/search/", {"q": "opština* OR komuna"})
    response = client.get("/en/search/", {"q": text})
    assert response.status_code == 200
    assert len(response.content) <= 3 * len(usual.content)


def test_links_of_a_very_long_text_ask_for_what_was_searched_for_and_the_field_keeps_more(
    client: Client, corpus: dict[str, Submission]
) -> None:
    text = "ulicu OR komuna OR " * 200
    page = search(client, q=text, kind="submission")
    links = [link["href"] for link in page.select("a[href], link[href]") if "q=" in link["href"]]
    assert len(links) > 15
    assert {parse_qs(urlsplit(link).query)["q"][0] for link in links} == {text[:1000]}
    assert page.select_one("input[type=search]")["value"] == text[:1000]
    assert said(page, ".notice")[0].startswith("Not everything you typed was searched for: at most 16 words count")
    again = client.get(next(link for link in links if "sort=oldest" in link))
    assert again.context["results"].total == int(said(page, "[role=status]")[0].split()[0])


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=%ff%fe", 400),
        ("q=%ED%A0%80", 400),
        ("q=%00", 400),
        ("kind=%ff", 400),
        ("q=a&q=b&q=", 200),
        ("&&=;", 200),
    ],
)
def test_broken_address_gets_a_clear_answer(
    client: Client, corpus: dict[str, Submission], query: str, status: int
) -> None:
    assert client.get(f"/en/search/?{query}").status_code == status
