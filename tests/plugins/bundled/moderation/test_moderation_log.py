"""The public log of decisions, as a page and for programs."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from tests.factories.record import ModerationDecisionFactory, SubmissionFactory, UserFactory

API = "/api/v1/moderation/decisions/"
START = timezone.now() - dt.timedelta(days=6)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def log():
    return reverse("moderation:log")


def decision(consultation, hour=0, **attributes):
    submission = SubmissionFactory(consultation=consultation, state="removed", text="What was removed")
    return ModerationDecisionFactory(
        submission=submission, decided_at=START + dt.timedelta(hours=hour), **attributes
    )


def numbers(response):
    """The contributions decided on, as the page lists them."""
    assert response.status_code == 200
    return re.findall(r"/submissions/([0-9a-f-]{36})/", response.content.decode())


def listed(response):
    assert response.status_code == 200, response.content
    return [item["uuid"] for item in response.json()["items"]]


def test_page_lists_decisions_with_their_reasons_newest_first(client, log, consultation, theirs):
    ours = decision(consultation, 1)
    later = decision(
        theirs, 2, action="hide", reason_code="off_topic", public_reasons={"en": "Another <b>thing</b>."}
    )
    response = client.get(log)
    assert numbers(response) == [str(later.submission.uuid), str(ours.submission.uuid)]
    body = response.content.decode()
    assert "Hidden: " in body
    assert "Another &lt;b&gt;thing&lt;/b&gt;." in body
    assert "Not about the subject" in body
    assert "An insult." in body
    assert "What was removed" not in body


def test_page_is_in_the_readers_language(client, consultation):
    decision(consultation, public_reasons={"mk": "Навреда кон лице."})
    with translation.override("mk"):
        body = client.get(reverse("moderation:log")).content.decode()
    assert "Навреда кон лице." in body
    assert '<span class="tag">Навреда</span>' in body


def test_page_names_nobody(client, log, consultation):
    decider = UserFactory(first_name="Mira", last_name="Moderator")
    decision(consultation, decided_by=decider)
    assert "Mira" not in client.get(log).content.decode()


def test_page_shows_one_institution_or_consultation(client, log, institution, consultation, theirs):
    ours, foreign = decision(consultation), decision(theirs)
    assert numbers(client.get(log, {"institution": institution.slug})) == [str(ours.submission.uuid)]
    assert numbers(client.get(log, {"consultation": str(theirs.uuid)})) == [str(foreign.submission.uuid)]
    assert len(numbers(client.get(log, {"institution": "nobody", "consultation": "nonsense"}))) == 2


def test_page_goes_on_where_the_last_one_ended(client, log, consultation):
    decisions = [decision(consultation, hour) for hour in range(51)]
    first = client.get(log)
    assert numbers(first) == [str(d.submission.uuid) for d in reversed(decisions[1:])]
    [following] = re.findall(r'rel="next" href="([^"]+)"', first.content.decode())
    assert numbers(client.get(log + following.replace("&amp;", "&"))) == [str(decisions[0].submission.uuid)]
    assert client.get(log, {"cursor": "nonsense"})["Location"] == log


def test_what_was_merely_published_is_listed_when_asked_for(client, log, consultation):
    removed = decision(consultation, 1)
    published = decision(consultation, 2, action="publish", reason_code="rules_met")
    assert numbers(client.get(log)) == [str(removed.submission.uuid)]
    both = [str(published.submission.uuid), str(removed.submission.uuid)]
    assert numbers(client.get(log, {"show": "all"})) == both
    assert listed(client.get(API)) == [str(published.uuid), str(removed.uuid)]
    assert listed(client.get(API, {"action": "publish"})) == [str(published.uuid)]


def test_api_lists_decisions(client, consultation):
    ours = decision(consultation)
    [item] = client.get(API).json()["items"]
    assert item.pop("decided_at")
    assert item == {
        "uuid": str(ours.uuid),
        "action": "remove",
        "reason_code": "insult",
        "public_reasons": {"mk": "Навреда.", "en": "An insult."},
        "submission": str(ours.submission.uuid),
        "submission_number": ours.submission.number,
        "consultation": str(consultation.uuid),
        "institution": "jegunovce",
    }


def test_api_is_filtered_and_paged(client, institution, consultation, theirs):
    decisions = [decision(consultation, hour) for hour in range(3)]
    foreign = decision(theirs, 9)
    assert listed(client.get(API, {"institution": institution.slug, "limit": 2})) == [
        str(d.uuid) for d in (decisions[2], decisions[1])
    ]
    first = client.get(API, {"limit": 2})
    assert listed(first) + listed(client.get(first.json()["next"])) == [
        str(d.uuid) for d in (foreign, decisions[2], decisions[1], decisions[0])
    ]
    assert listed(client.get(API, {"consultation": str(theirs.uuid)})) == [str(foreign.uuid)]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"institution": "nobody"}, "institution"),
        ({"consultation": "x"}, "consultation"),
        ({"cursor": "x"}, "cursor"),
    ],
)
def test_api_says_which_parameter_it_cannot_read(client, consultation, query, field):
    response = client.get(API, query)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert [error["field"] for error in response.json()["errors"]] == [field]


def test_log_has_nothing_of_an_institution_where_moderation_is_off(
    client, log, institution, consultation, theirs, moderation_off
):
    decision(consultation)
    foreign = decision(theirs)
    moderation_off()
    assert numbers(client.get(log)) == [str(foreign.submission.uuid)]
    assert listed(client.get(API)) == [str(foreign.uuid)]
    assert client.get(log, {"institution": institution.slug}).status_code == 404
    assert client.get(API, {"institution": institution.slug}).status_code == 404


def test_log_is_gone_where_moderation_is_off_everywhere(client, log, consultation, moderation_off):
    decision(consultation)
    moderation_off()
    assert (client.get(log).status_code, client.get(API).status_code) == (404, 404)


def test_log_of_an_institution_that_is_switched_off_is_gone(client, log, consultation, theirs):
    decision(consultation)
    foreign = decision(theirs)
    consultation.institution.is_active = False
    consultation.institution.save()
    assert numbers(client.get(log)) == [str(foreign.submission.uuid)]


def test_log_takes_the_same_few_queries_at_3_and_at_60(client, log, consultation):
    counts = []
    for number in (3, 57):
        for hour in range(number):
            decision(consultation, hour)
        taken = []
        for address in (log, API):
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            taken.append(len(captured))
        counts.append(taken)
    assert counts[0] == counts[1]
    page, api = counts[1]
    assert page <= 12
    assert api <= 8


def test_footer_of_the_institutions_pages_leads_to_its_log(client, consultation, institution, moderation_off):
    page = reverse("record:consultation", args=[consultation.uuid])
    link = f'href="{reverse("moderation:log")}?institution={institution.slug}"'
    assert link in client.get(page).content.decode()
    moderation_off()
    assert reverse("moderation:log") not in client.get(page).content.decode()
