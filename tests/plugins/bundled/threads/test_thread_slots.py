"""What threads add to the pages of the record."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from consultations.states import SubmissionState
from tests.factories.record import ConsultationFactory, VersionFactory


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def record_page(client, name, *args):
    response = client.get(reverse(f"record:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def cards(body):
    return re.findall(r'<article class="submission[^"]*" id="s-([0-9a-f-]{36})"', body)


def text_of(body):
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_consultation_shows_its_five_latest_contributions_and_the_way_to_all(client, consultation, speak):
    spoken = [speak() for _ in range(6)]
    speak(parent=spoken[5])
    body = record_page(client, "consultation", consultation.uuid)
    assert cards(body) == [str(submission.uuid) for submission in reversed(spoken[1:])]
    thread = reverse("threads:consultation", args=[consultation.uuid])
    assert f'href="{thread}"' in body
    assert f'href="{reverse("threads:parts", args=[consultation.uuid])}"' in body
    assert "1 reply" in text_of(body)


def test_silent_consultation_says_so(client, consultation):
    assert "There are no contributions here yet." in record_page(client, "consultation", consultation.uuid)


def test_document_tells_how_much_was_said_on_it_and_on_its_whole(client, version, consultation, speak):
    provision = version.provisions.first()
    speak(version=version)
    speak(parent=speak(version=version, provision_uid=provision.uid))
    speak(version=version, provision_uid=provision.uid, state=SubmissionState.REMOVED)
    body = record_page(client, "version", version.document.uuid, 1)
    thread = reverse("threads:version", args=[version.uuid])
    assert f'<a href="{thread}">Read all 3 contributions on this document</a>' in body
    assert f'<a href="{thread}?about=whole">Only the 1 on the document as a whole</a>' in body


def test_provision_has_the_way_to_what_was_said_on_it(client, version, consultation, speak):
    discussed, once, silent = version.provisions.all()
    speak(parent=speak(version=version, provision_uid=discussed.uid))
    speak(version=version, provision_uid=once.uid)
    body = record_page(client, "document", version.document.uuid)

    def link(provision):
        address = reverse("threads:provision", args=[version.uuid, provision.uid])
        return re.findall(rf'<a href="{address}">([^<]*)</a>', body)

    assert [link(p) for p in (discussed, once, silent)] == [
        ["Read all 2 contributions"],
        ["Read the 1 contribution"],
        [],
    ]


def test_version_in_two_consultations_counts_both(client, institution, version, consultation, speak):
    provision = version.provisions.first()
    later = ConsultationFactory(institution=institution, versions=[version], closed=True)
    speak(version=version, provision_uid=provision.uid)
    speak(version=version, provision_uid=provision.uid, consultation=later)
    assert "Read all 2 contributions" in record_page(client, "version", version.document.uuid, 1)


def test_submission_page_has_support_and_the_replies(client, consultation, speak):
    root = speak()
    replies = [speak(parent=root), speak(parent=root)]
    body = record_page(client, "submission", root.uuid)
    assert cards(body) == [str(submission.uuid) for submission in (root, *replies)]
    assert f'href="{reverse("record:take_part", args=[consultation.uuid])}?parent={root.uuid}"' in body
    assert "Nobody supports this yet" in text_of(body)


def test_submission_page_leads_on_where_there_are_many_replies(client, consultation, speak):
    root = speak()
    replies = [speak(parent=root) for _ in range(51)]
    body = record_page(client, "submission", root.uuid)
    assert len(cards(body)) == 51
    [following] = re.findall(r'<a href="([^"]+)">Further replies</a>', body)
    assert cards(client.get(following).content.decode()) == [str(root.uuid), str(replies[50].uuid)]


def test_page_of_a_document_nobody_was_asked_about_stands(client, institution):
    version = VersionFactory(document__institution=institution)
    assert "There are no contributions here yet." in record_page(client, "version", version.document.uuid, 1)
