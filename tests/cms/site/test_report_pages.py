"""The report as a page: by pages to read, whole to print."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.site.report_page import PageLink, shown_pages
from tests.factories.record import (
    ConsultationFactory,
    ModerationDecisionFactory,
    ResponseFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db
PAGE = 100


@pytest.fixture
def closed(institution, version):
    return ConsultationFactory(institution=institution, versions=[version], closed=True)


def address(consultation, query="", language="en"):
    return f"/{language}/consultations/{consultation.uuid}/report/{query}"


def page(client, consultation, query="", language="en"):
    answer = client.get(address(consultation, query, language))
    assert answer.status_code == 200
    return b"".join(answer).decode()


def text_of(html):
    """The words of a page, without markup and with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def numbers(html):
    """The contributions on a page, in order."""
    return [int(number) for number in re.findall(r"Permanent link:</span> no\. (\d+)", html)]


def on(consultation, version, number, count=1, **more):
    uid = version.provisions.get(number=str(number)).uid
    return SubmissionFactory.create_batch(
        count, consultation=consultation, version=version, provision_uid=uid, **more
    )


def test_report_tells_figures_law_times_answers_and_reasons(client, closed, version):
    (first, _second) = on(closed, version, 2, 2, text="More trees", author_organisation="Eko")
    removed = SubmissionFactory(consultation=closed, state="removed", text="unspeakable")
    ModerationDecisionFactory(submission=removed)
    ResponseFactory(
        consultation=closed, submissions=[first], outcome="partly_accepted", reasons={"en": "Half of it."}
    )
    html = page(client, closed)
    text = text_of(html)
    assert "Interim report" in text
    assert "So far 1 of 2 contributions have been answered" in text
    assert re.search(r"By outcome Outcome Contributions Partly accepted 1 Not answered yet 1", text)
    assert "For an organisation 2" in text
    assert "Македонски 2" in text
    assert "On this site 2" in text
    assert "Open for at least 20 days. Kept." in text
    assert "No lawyer has compared this rule set with the act yet." in text
    assert "Article 2: Heading 2 (en)" in text
    assert "Half of it." in text
    assert "This contribution has been removed by a moderator." in text
    assert "An insult." in text
    assert "unspeakable" not in html
    assert html.count("Not answered yet.") == 1


def test_report_says_when_it_is_complete(client, closed):
    closed.answered_at = timezone.now()
    closed.save()
    text = text_of(page(client, closed))
    assert "the institution has answered everything." in text
    assert "Interim" not in text


def test_report_without_contributions_says_so(client, closed):
    text = text_of(page(client, closed))
    assert "Nobody has sent a contribution." in text
    assert "Contributions and answers There are none." in text


def test_report_is_not_there_before_the_closing(client, consultation):
    assert client.get(address(consultation)).status_code == 404
    assert client.get("/en/consultations/00000000-0000-4000-8000-000000000000/report/").status_code == 404


def test_consultation_page_links_to_the_report_once_there_is_one(client, consultation, closed):
    link = 'href="{}"'
    html = client.get(f"/en/consultations/{closed.uuid}/").content.decode()
    assert link.format(address(closed)) in html
    html = client.get(f"/en/consultations/{consultation.uuid}/").content.decode()
    assert link.format(address(consultation)) not in html


def test_consultation_and_report_offer_the_open_data(client, consultation, closed):
    for path, of in ((f"/en/consultations/{consultation.uuid}/", consultation), (address(closed), closed)):
        html = client.get(path).content.decode()
        start = f"/api/v1/consultations/{of.uuid}/datasets/"
        files = re.findall(rf'href="{start}([^"]+)"', html)
        assert files == [
            *("submissions.csv?bom=1", "submissions.json", "responses.csv?bom=1", "responses.json"),
            *("ledger.csv?bom=1", "ledger.json"),
        ]


def test_report_of_many_contributions_comes_by_pages(client, closed, version):
    on(closed, version, 1, PAGE - 1)
    on(closed, version, 2, 3)
    first, second = page(client, closed), page(client, closed, "?page=2")
    assert (numbers(first), numbers(second)) == (list(range(1, PAGE + 1)), [PAGE + 1, PAGE + 2])
    assert "In figures" in first
    assert "In figures" not in second
    assert "Article 2: Heading 2 (en) (continued)" in text_of(second)
    assert f'rel="next" href="{address(closed)}?page=2"' in first
    assert f'rel="prev" href="{address(closed)}"' in second
    uid = version.provisions.get(number="1").uid
    assert f'href="{address(closed)}#on-{version.uuid}-{uid}"' in first
    assert f'id="on-{version.uuid}-{uid}"' in first


@pytest.mark.parametrize(
    ("pages", "current", "expected"),
    [
        (1, 1, "1"),
        (3, 2, "1 2 3"),
        (50, 1, "1 2 3 …50"),
        (50, 4, "1 2 3 4 5 6 …50"),
        (50, 25, "1 …23 24 25 26 27 …50"),
        (50, 50, "1 …48 49 50"),
    ],
)
def test_pager_shows_the_ends_and_what_is_near(pages, current, expected):
    links = [PageLink(number, "") for number in range(1, pages + 1)]
    shown = shown_pages(links, current)
    assert " ".join(f"{'…' if link.after_gap else ''}{link.number}" for link in shown) == expected


def test_whole_report_is_one_page(client, closed, version):
    on(closed, version, 1, 2 * PAGE + 5)
    html = page(client, closed, "?whole=1", language="sq")
    assert html.count('<article class="submission') == 2 * PAGE + 5
    assert "</html>" in html
    assert "(continued)" not in html
    assert "<!--contributions-->" not in html
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert '<html lang="sq">' in html


def test_whole_report_is_in_the_readers_language_to_its_end(client, closed):
    SubmissionFactory(consultation=closed, channel="paper")
    answer = client.get(address(closed, "?whole=1"))
    from django.utils import translation

    translation.activate("mk")
    try:
        html = b"".join(answer).decode()
    finally:
        translation.deactivate()
    assert "came on paper" in html


@pytest.mark.parametrize("query", ["?page=2", "?page=0", "?page=x", "?page=-1", "?page=99999999999"])
def test_page_that_there_is_not_leads_to_the_first(client, closed, query):
    answer = client.get(address(closed, query))
    assert (answer.status_code, answer["Location"]) == (302, address(closed))


def test_what_people_wrote_is_escaped(client, closed, hostile):
    SubmissionFactory(consultation=closed, text=hostile, author_name=hostile)
    closed.titles = {"en": hostile}
    closed.save()
    assert "<script>alert" not in page(client, closed)


def test_report_takes_as_many_queries_for_many_as_for_few(client, closed, version):
    def queries(query=""):
        page(client, closed, query)
        with CaptureQueriesContext(connection) as captured:
            page(client, closed, query)
        return [entry["sql"] for entry in captured.captured_queries]

    on(closed, version, 1)
    few = queries()
    for number in (1, 2, 3):
        answered = on(closed, version, number, 20)
        ResponseFactory(consultation=closed, submissions=answered)
    many = queries()
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= 14, "\n".join(many)
