"""The pages of threads, as a visitor without JavaScript reads them."""

import datetime as dt
import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from consultations.states import SubmissionState
from tests.factories.record import (
    ConsultationFactory,
    ModerationDecisionFactory,
    ResponseFactory,
    SubmissionFactory,
    VersionFactory,
)

START = timezone.now() - dt.timedelta(days=6)


def url(name, *args, language="en"):
    with translation.override(language):
        return reverse(f"threads:{name}", args=args)


def cards(response):
    """The uuids of the contributions on a page, in order."""
    return re.findall(r'<article class="submission[^"]*" id="s-([0-9a-f-]{36})"', response.content.decode())


def uuids(*submissions):
    return [str(submission.uuid) for submission in submissions]


def text_of(response):
    """The page without its tags, white space as one space."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_consultation_page_shows_everything_newest_first_with_the_replies(client, consultation, version, speak):
    old = speak(text="An old one", submitted_at=START)
    on_provision = speak(version=version, provision_uid=version.provisions.first().uid, text="On an article")
    reply = speak(parent=old, text="A reply")
    response = client.get(url("consultation", consultation.uuid))
    assert cards(response) == uuids(on_provision, old, reply)
    text = text_of(response)
    assert "On an article" in text
    assert "A reply" in text
    assert "On: Article 1: Heading 1 (en)" in text


@pytest.mark.parametrize(
    ("sort", "order"),
    [("newest", [2, 1, 0]), ("oldest", [0, 1, 2]), ("supported", [1, 2, 0]), ("", [2, 1, 0]), ("x", [2, 1, 0])],
)
def test_page_is_sorted_as_asked(client, consultation, speak, supported_by, sort, order):
    spoken = [speak(submitted_at=START + dt.timedelta(hours=hour)) for hour in range(3)]
    supported_by(spoken[1], 2)
    response = client.get(url("consultation", consultation.uuid), {"sort": sort})
    assert cards(response) == uuids(*(spoken[place] for place in order))
    current = re.findall(r'sort=(\w+)" aria-current="true"', response.content.decode())
    assert current == [sort if sort in ("oldest", "supported") else "newest"]


def test_pages_of_fifty_lead_to_each_other(client, consultation, speak):
    spoken = [speak(submitted_at=START + dt.timedelta(minutes=minute)) for minute in range(51)]
    first = client.get(url("consultation", consultation.uuid), {"sort": "oldest"})
    assert cards(first) == uuids(*spoken[:50])
    [following] = re.findall(r'rel="next" href="([^"]+)"', first.content.decode())
    assert 'rel="prev"' not in first.content.decode()
    second = client.get(url("consultation", consultation.uuid) + following.replace("&amp;", "&"))
    assert cards(second) == uuids(spoken[50])
    [back] = re.findall(r'rel="prev" href="([^"]+)"', second.content.decode())
    assert cards(client.get(url("consultation", consultation.uuid) + back.replace("&amp;", "&"))) == uuids(
        *spoken[:50]
    )


def test_unusable_cursor_leads_to_the_first_page(client, consultation, speak):
    speak()
    response = client.get(url("consultation", consultation.uuid), {"cursor": "%00nonsense"})
    assert (response.status_code, response["Location"]) == (302, url("consultation", consultation.uuid))


def test_thread_shows_three_replies_and_the_way_to_all(client, consultation, speak):
    root = speak()
    replies = [speak(parent=root) for _ in range(5)]
    response = client.get(url("consultation", consultation.uuid))
    assert cards(response) == uuids(root, *replies[:3])
    assert f"Show all 5 replies to no. {root.number}" in text_of(response)
    thread = client.get(url("thread", root.uuid))
    assert cards(thread) == uuids(root, *replies)


def test_reply_to_a_reply_says_what_it_replies_to(client, consultation, speak):
    root = speak()
    reply = speak(parent=root)
    speak(parent=reply)
    page = text_of(client.get(url("thread", root.uuid)))
    assert page.count("In reply to") == 1
    assert f"In reply to no. {reply.number}" in page


def test_reply_leads_to_the_thread_it_is_in(client, speak):
    root = speak()
    reply = speak(parent=root)
    response = client.get(url("thread", reply.uuid))
    assert (response.status_code, response["Location"]) == (302, url("thread", root.uuid))


def test_about_the_whole_leaves_out_what_is_on_parts(client, consultation, version, speak):
    on_whole = speak()
    on_version = speak(version=version)
    on_provision = speak(version=version, provision_uid=version.provisions.first().uid)
    address = url("consultation", consultation.uuid)
    assert cards(client.get(address, {"about": "whole"})) == uuids(on_whole)
    address = url("version", version.uuid)
    assert cards(client.get(address, {"sort": "oldest"})) == uuids(on_version, on_provision)
    assert cards(client.get(address, {"about": "whole"})) == uuids(on_version)


def test_provision_page_shows_what_is_said_on_it(client, consultation, version, speak):
    provision, other = version.provisions.all()[:2]
    here = speak(version=version, provision_uid=provision.uid)
    speak(version=version, provision_uid=other.uid)
    response = client.get(url("provision", version.uuid, provision.uid))
    assert cards(response) == uuids(here)
    assert "<h1>Article 1: Heading 1 (en)</h1>" in response.content.decode()
    take_part = reverse("record:take_part", args=[consultation.uuid])
    assert f'{take_part}?version={version.uuid}&amp;provision={provision.uid}"' in response.content.decode()


def test_parts_page_lists_the_provisions_most_discussed_first(client, consultation, version, speak):
    quiet, discussed, silent = version.provisions.all()
    speak(version=version, provision_uid=quiet.uid)
    for _ in range(2):
        speak(version=version, provision_uid=discussed.uid)
    speak()
    response = client.get(url("parts", consultation.uuid))
    links = re.findall(r'row__title" href="([^"]+)"', response.content.decode())
    assert links == [
        url("provision", version.uuid, discussed.uid),
        url("provision", version.uuid, quiet.uid),
        url("consultation", consultation.uuid) + "?about=whole",
    ]
    assert str(silent.uid) not in response.content.decode()
    assert "Article 2: Heading 2 (en) 2 contributions" in text_of(response)


@pytest.mark.parametrize("name", ["consultation", "parts", "version", "provision"])
def test_page_without_contributions_says_so(client, consultation, version, name):
    args = {
        "consultation": [consultation.uuid],
        "parts": [consultation.uuid],
        "version": [version.uuid],
        "provision": [version.uuid, version.provisions.first().uid],
    }[name]
    response = client.get(url(name, *args))
    assert response.status_code == 200
    assert "There are no contributions here yet." in text_of(response)


@pytest.mark.parametrize("name", ["consultation", "parts", "version", "thread"])
def test_unknown_uuid_is_not_found(client, db, name):
    assert client.get(url(name, uuid4())).status_code == 404


def test_provision_of_another_document_is_not_found(client, consultation, version):
    other = VersionFactory(document__institution=version.document.institution)
    assert client.get(url("provision", version.uuid, other.provisions.first().uid)).status_code == 404


def test_institution_that_is_switched_off_is_not_found(client, consultation, institution, version, speak):
    submission = speak(version=version)
    institution.is_active = False
    institution.save()
    for name, uuid in (
        ("consultation", consultation.uuid),
        ("version", version.uuid),
        ("thread", submission.uuid),
    ):
        assert client.get(url(name, uuid)).status_code == 404


def test_removed_contribution_leaves_its_trace_and_its_reason(client, consultation, speak):
    removed = speak(text="What was removed", state=SubmissionState.REMOVED, author_name="Its author")
    ModerationDecisionFactory(submission=removed, public_reasons={"mk": "Навреда.", "en": "It insulted somebody."})
    reply = speak(parent=removed, text="What was answered to it")
    response = client.get(url("consultation", consultation.uuid))
    text = text_of(response)
    assert cards(response) == uuids(removed, reply)
    assert "This contribution has been removed by a moderator." in text
    assert "It insulted somebody." in text
    assert "What was answered to it" in text
    assert "What was removed" not in text
    assert "Its author" not in text


def test_unpublished_contributions_are_not_there(client, consultation, speak):
    for state in (SubmissionState.UNVERIFIED, SubmissionState.HELD):
        speak(state=state, text="Not yet public")
    response = client.get(url("consultation", consultation.uuid))
    assert cards(response) == []
    assert "Not yet public" not in text_of(response)


def test_answer_stands_beside_the_contribution(client, consultation, speak):
    submission = speak()
    ResponseFactory(consultation=consultation, submissions=[submission], reasons={"en": "We shall do that."})
    text = text_of(client.get(url("consultation", consultation.uuid)))
    assert "Answer of the institution Accepted" in text
    assert "We shall do that." in text


def test_hostile_words_stay_words(client, consultation, speak):
    hostile = '<script>alert(1)</script><b onclick="x">&amp;\u202eevil\u200b' + "a" * 100_000
    speak(text=hostile, author_name='<img src=x onerror="alert(2)">')
    body = client.get(url("consultation", consultation.uuid)).content.decode()
    assert "<script>alert" not in body
    assert "<img src=x" not in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;b onclick=&quot;x&quot;&gt;&amp;amp;" in body


@pytest.mark.parametrize(
    ("language", "tag"), [("en", "en"), ("sq", "sq"), ("sr-latn", "sr-Latn"), ("sr", "sr-Cyrl"), ("mk", "mk")]
)
def test_page_is_there_in_every_language_with_the_same_thread(client, consultation, speak, language, tag):
    submission = speak(text="Исто на сите јазици", language="mk")
    response = client.get(url("consultation", consultation.uuid, language=language))
    assert cards(response) == uuids(submission)
    assert "Исто на сите јазици" in text_of(response)
    assert (
        f'<html lang="{ {"sr-latn": "sr-Latn", "sr": "sr-Cyrl"}.get(language, language) }"'
        in response.content.decode()
    )


def test_other_consultations_words_are_on_no_page_of_this_one(client, consultation, version, speak):
    theirs = ConsultationFactory()
    their_version = VersionFactory(document__institution=theirs.institution)
    speak(version=version, provision_uid=version.provisions.first().uid)
    foreign = speak(consultation=theirs, version=their_version, text="Said elsewhere")
    addresses = [
        url("consultation", consultation.uuid),
        url("parts", consultation.uuid),
        url("version", version.uuid),
        url("provision", version.uuid, version.provisions.first().uid),
    ]
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200
        assert str(foreign.uuid) not in page.content.decode()
        assert "Said elsewhere" not in page.content.decode()


def test_page_is_read_only(client, consultation):
    assert client.post(url("consultation", consultation.uuid)).status_code == 405


def test_closed_consultation_offers_neither_reply_nor_support(client, institution, speak):
    closed = ConsultationFactory(institution=institution, closed=True)
    submission = speak(consultation=closed)
    body = client.get(url("consultation", closed.uuid)).content.decode()
    assert cards(client.get(url("consultation", closed.uuid))) == uuids(submission)
    assert str(closed.uuid) + "/take-part/" not in body
    assert "Support" not in body


def test_permanent_link_leads_to_the_contributions_own_page(client, consultation, speak):
    submission = speak()
    body = client.get(url("consultation", consultation.uuid)).content.decode()
    with translation.override("en"):
        assert f'href="{reverse("record:submission", args=[submission.uuid])}"' in body


def test_submission_of_another_consultation_with_the_same_number_is_another(client, consultation, speak):
    ours = speak()
    theirs = SubmissionFactory(consultation=ConsultationFactory())
    assert ours.number == theirs.number
    assert cards(client.get(url("consultation", consultation.uuid))) == uuids(ours)
