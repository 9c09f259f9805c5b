"""`/api/v1/threads/…`."""

import datetime as dt
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations.states import SubmissionState
from plugins.bundled.threads.models import Support
from tests.factories.record import ConsultationFactory, VersionFactory

START = timezone.now() - dt.timedelta(days=6)


def url(name, *args):
    return reverse(f"threads_api:{name}", args=args)


def listed(response):
    assert response.status_code == 200, response.content
    return [item["submission"]["uuid"] for item in response.json()["items"]]


@pytest.fixture
def signed_in(client, participant):
    client.force_login(participant.user)
    return client


def test_thread_has_its_contribution_support_and_first_replies(client, consultation, speak, supported_by):
    root = speak(text="What starts it", submitted_at=START)
    replies = [speak(parent=root, text=f"Reply {number}") for number in range(4)]
    supported_by(root, 2)
    supported_by(replies[0], 1)
    [item] = client.get(url("consultation", consultation.uuid)).json()["items"]
    assert (item["submission"]["uuid"], item["submission"]["text"]) == (str(root.uuid), "What starts it")
    assert (item["support_count"], item["reply_count"]) == (2, 4)
    told = [(reply["submission"]["text"], reply["support_count"]) for reply in item["replies"]]
    assert told == [("Reply 0", 1), ("Reply 1", 0), ("Reply 2", 0)]
    assert set(item) == {"submission", "support_count", "reply_count", "replies"}
    assert str(root.participant.uuid) not in str(item)


def test_lists_are_about_what_their_address_names(client, consultation, version, speak):
    provision = version.provisions.first()
    on_consultation = speak(submitted_at=START)
    on_version = speak(version=version)
    on_provision = speak(version=version, provision_uid=provision.uid)
    newest = [str(s.uuid) for s in (on_provision, on_version, on_consultation)]
    assert listed(client.get(url("consultation", consultation.uuid))) == newest
    assert listed(client.get(url("consultation", consultation.uuid), {"about": "whole"})) == newest[2:]
    assert listed(client.get(url("version", version.uuid))) == newest[:2]
    assert listed(client.get(url("version", version.uuid), {"about": "whole"})) == newest[1:2]
    assert listed(client.get(url("provision", version.uuid, provision.uid))) == newest[:1]


def test_list_goes_on_where_the_last_page_ended(client, consultation, speak, supported_by):
    spoken = [speak(submitted_at=START + dt.timedelta(hours=hour)) for hour in range(3)]
    supported_by(spoken[1], 1)
    first = client.get(url("consultation", consultation.uuid), {"sort": "supported", "limit": 2})
    assert listed(first) == [str(spoken[1].uuid), str(spoken[2].uuid)]
    assert first.json()["previous"] is None
    second = client.get(first.json()["next"])
    assert listed(second) == [str(spoken[0].uuid)]
    assert second.json()["next"] is None
    assert listed(client.get(second.json()["previous"])) == listed(first)


def test_replies_of_a_thread_in_pages(client, speak):
    root = speak()
    replies = [speak(parent=root) for _ in range(3)]
    first = client.get(url("replies", root.uuid), {"limit": 2})
    second = client.get(first.json()["next"])
    assert listed(first) + listed(second) == [str(reply.uuid) for reply in replies]


def test_removed_contribution_is_a_trace_without_its_words(client, consultation, speak):
    speak(state=SubmissionState.REMOVED, text="What was removed", author_name="Its author")
    response = client.get(url("consultation", consultation.uuid))
    assert response.json()["items"][0]["submission"]["state"] == "removed"
    assert "What was removed" not in response.content.decode()
    assert "Its author" not in response.content.decode()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"sort": "loudest"}, "sort"),
        ({"about": "parts"}, "about"),
        ({"cursor": "nonsense"}, "cursor"),
        ({"limit": "0"}, "limit"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_parameter_that_cannot_be_read_is_named_in_a_problem(client, consultation, query, field):
    response = client.get(url("consultation", consultation.uuid), query)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in response.json()["errors"]] == [field]


@pytest.mark.parametrize("name", ["consultation", "version", "replies", "support"])
def test_unknown_thing_is_a_problem_document(client, db, name):
    response = client.get(url(name, uuid4()))
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_provision_of_another_document_is_not_found(client, consultation, version):
    other = VersionFactory(document__institution=version.document.institution)
    assert client.get(url("provision", version.uuid, other.provisions.first().uid)).status_code == 404


def test_words_of_another_consultation_are_in_no_list(client, consultation, version, speak):
    theirs = ConsultationFactory()
    foreign = speak(consultation=theirs, version=VersionFactory(document__institution=theirs.institution))
    for address in (url("consultation", consultation.uuid), url("version", version.uuid)):
        assert str(foreign.uuid) not in client.get(address).content.decode()


def test_support_may_be_repeated(signed_in, speak):
    submission = speak()
    address = url("support", submission.uuid)
    given = {"submission": str(submission.uuid), "supported": True, "support_count": 1}
    none = given | {"supported": False, "support_count": 0}
    assert signed_in.get(address).json() == none
    assert [signed_in.put(address).json() for _ in range(2)] == [given, given]
    assert signed_in.get(address).json() == given
    assert [signed_in.delete(address).json() for _ in range(2)] == [none, none]


def test_visitor_cannot_support(client, speak):
    submission = speak()
    for response in (client.put(url("support", submission.uuid)), client.delete(url("support", submission.uuid))):
        assert response.status_code in (401, 403)
        assert response.json()["type"] == "urn:kuvend:problem:not_authenticated"
    assert Support.objects.count() == 0


def test_own_contribution_is_a_problem(signed_in, participant, speak):
    response = signed_in.put(url("support", speak(participant=participant).uuid))
    assert (response.status_code, response.json()["type"]) == (400, "urn:kuvend:problem:own_contribution")


def test_closed_consultation_is_a_conflict(signed_in, institution, speak):
    submission = speak(consultation=ConsultationFactory(institution=institution, closed=True))
    response = signed_in.put(url("support", submission.uuid))
    assert (response.status_code, response.json()["type"]) == (409, "urn:kuvend:problem:consultation_not_open")


@pytest.mark.parametrize("kind", ["account", "guest"])
def test_support_without_the_csrf_token_is_refused(participant, speak, kind):
    submission = speak()
    strict = Client(enforce_csrf_checks=True)
    if kind == "account":
        strict.force_login(participant.user)
    else:
        session = strict.session
        session["participant"] = str(participant.uuid)
        session.save()
        strict.cookies["sessionid"] = session.session_key
    assert strict.put(url("support", submission.uuid)).status_code == 403
    assert Support.objects.count() == 0
