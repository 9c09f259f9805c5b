"""The report as JSON."""

import pytest
from django.utils.safestring import mark_safe
from django.utils.text import format_lazy

from consultations.extension_points import ReportSection
from plugins.kernel import gate
from tests.factories.record import ConsultationFactory, ResponseFactory, SubmissionFactory, VersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return VersionFactory()


@pytest.fixture
def consultation(version):
    return ConsultationFactory(institution=version.document.institution, versions=[version], closed=True)


def report(client, consultation, query=""):
    return client.get(f"/api/v1/consultations/{consultation.uuid}/report/{query}")


def test_report_tells_figures_law_and_answers(client, consultation, version):
    uid = version.provisions.get(number="2").uid
    submission = SubmissionFactory(consultation=consultation, version=version, provision_uid=uid)
    ResponseFactory(consultation=consultation, submissions=[submission])
    body = report(client, consultation).json()
    assert (body["is_complete"], body["page"], body["pages"]) == (False, 1, 1)
    assert body["figures"]["outcomes"] == {"accepted": 1}
    assert body["legal"]["opening"] == {"count": 20, "unit": "days"}
    assert [(place["version"], place["provision"]["number"]) for place in body["places"]] == [
        (str(version.uuid), "2")
    ]
    (shown,) = body["submissions"]
    assert (shown["number"], shown["response"]["outcome"]) == (1, "accepted")


def test_report_of_an_open_consultation_is_a_conflict_that_says_when(client):
    consultation = ConsultationFactory()
    answer = report(client, consultation)
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    body = answer.json()
    assert body["type"] == "urn:kuvend:problem:report_not_yet"
    assert body["closes_at"] == consultation.closes_at.isoformat()


def test_report_of_nothing_is_not_found(client, db):
    assert client.get("/api/v1/consultations/00000000-0000-4000-8000-000000000000/report/").status_code == 404


def test_report_pages_lead_to_each_other(client, consultation):
    SubmissionFactory.create_batch(5, consultation=consultation)
    numbers, address = [], f"/api/v1/consultations/{consultation.uuid}/report/?limit=2"
    while address:
        body = client.get(address).json()
        numbers.append([submission["number"] for submission in body["submissions"]])
        last, address = address, body["next"]
    assert numbers == [[1, 2], [3, 4], [5]]
    assert client.get(last).json()["previous"].endswith("page=2")


@pytest.mark.parametrize(
    ("query", "status"),
    [("?page=2", 404), ("?page=0", 400), ("?page=x", 400), ("?page=²", 400), ("?language=xx", 400), ("?a=b", 400)],
)
def test_report_refuses_what_makes_no_sense(client, consultation, query, status):
    assert report(client, consultation, query).status_code == status


@pytest.fixture
def sections(plugin):
    """Load a plugin with these functions as report sections, and say nothing is remembered."""

    def load(*handlers):
        plugin({"report.section": handlers[0]})
        gate.forget()

    return load


def test_plugins_section_is_in_the_report_in_the_language_asked_for(client, consultation, sections):
    asked = []

    def section(context):
        asked.append(context)
        return ReportSection(title="Polls", html=mark_safe("<p>12</p>"), data=({"choice": "yes", "votes": 12},))

    sections(section)
    (shown,) = report(client, consultation, "?language=sq").json()["sections"]
    assert (shown["plugin"], shown["title"], shown["data"]) == ("probe", "Polls", [{"choice": "yes", "votes": 12}])
    assert [(context.consultation, context.language) for context in asked] == [(consultation.uuid, "sq")]


@pytest.mark.parametrize(
    "broken",
    [
        lambda context: 1 / 0,
        lambda context: "<p>no section</p>",
        lambda context: ReportSection(title=None, html=mark_safe("")),
        lambda context: ReportSection(title=format_lazy("{nothing}"), html=mark_safe("")),
        lambda context: ReportSection(title="T", html="<p>not marked safe</p>"),
        lambda context: ReportSection(title="T", html=mark_safe(""), data=({"a": object()},)),
        lambda context: ReportSection(title="T", html=mark_safe(""), data=({"a": float("nan")},)),
        lambda context: ReportSection(title="T", html=mark_safe(""), data=iter(())),
    ],
)
def test_section_that_fails_is_left_out(client, consultation, sections, broken):
    SubmissionFactory(consultation=consultation)
    sections(broken)
    answer = report(client, consultation)
    assert (answer.status_code, answer.json()["sections"]) == (200, [])
    assert len(answer.json()["submissions"]) == 1
