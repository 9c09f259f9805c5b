"""The queue in the admin: what a moderator finds, and what is not theirs."""

import datetime as dt
import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consultations.states import SubmissionState
from tests.factories.record import ConsultationFactory, SubmissionFactory, UserFactory
from tests.factories.staff import staff_of

QUEUE = "/admin/plugins/moderation/"
START = timezone.now() - dt.timedelta(days=6)


def listed(response):
    """The uuids of the contributions in the queue, in order."""
    assert response.status_code == 200
    return re.findall(r'href="/admin/plugins/moderation/submissions/([0-9a-f-]{36})/">', response.content.decode())


def uuids(*submissions):
    return [str(submission.uuid) for submission in submissions]


@pytest.fixture
def all_states(consultation):
    """One submission in each state, by state."""
    return {
        state: SubmissionFactory(
            consultation=consultation, state=state, submitted_at=START + dt.timedelta(hours=number)
        )
        for number, state in enumerate(SubmissionState)
    }


def test_queue_is_where_the_url_names_it(db):
    assert reverse("moderation_admin:queue") == QUEUE


def test_queue_shows_what_waits_longest_first(desk, consultation):
    waiting = [
        SubmissionFactory(
            consultation=consultation, state=SubmissionState.HELD, submitted_at=START + dt.timedelta(hours=hours)
        )
        for hours in (2, 1)
    ]
    SubmissionFactory(consultation=consultation)
    assert listed(desk.get(QUEUE)) == uuids(waiting[1], waiting[0])


@pytest.mark.parametrize("tab", ["held", "published", "hidden", "removed"])
def test_tab_shows_its_state_with_the_counts_of_all(desk, all_states, tab):
    response = desk.get(QUEUE, {"state": tab})
    assert listed(response) == uuids(all_states[tab])
    labels = re.findall(r'<a class="w-tabs__tab"[^>]*>([^<]*)</a>', response.content.decode())
    assert labels == ["Waiting (1)", "Published (1)", "Hidden (1)", "Removed (1)", "All"]


def test_all_shows_the_newest_first_and_nothing_that_is_not_confirmed(desk, all_states):
    shown = [s for s in SubmissionState if s not in (SubmissionState.RECEIVED, SubmissionState.UNVERIFIED)]
    assert listed(desk.get(QUEUE, {"state": "all"})) == uuids(*(all_states[state] for state in reversed(shown)))


def test_queue_is_filtered(desk, consultation, institution):
    second = ConsultationFactory(institution=institution)
    albanian = SubmissionFactory(consultation=second, state=SubmissionState.HELD, language="sq")
    macedonian = SubmissionFactory(consultation=consultation, state=SubmissionState.HELD, language="mk")
    SubmissionFactory(consultation=consultation, state=SubmissionState.HELD, language="mk")

    def found(**query):
        return listed(desk.get(QUEUE, query))

    assert found(consultation=str(second.uuid)) == uuids(albanian)
    assert found(language="sq") == uuids(albanian)
    assert found(q=str(macedonian.number), consultation=str(consultation.uuid)) == uuids(macedonian)
    assert found(q="99999999999999999999") == []
    assert found(q="' OR 1=1 --") == []
    assert len(found(language="xx", consultation=str(uuid4()))) == 3


def test_receipt_number_is_found_however_it_is_typed(desk, consultation):
    from consultations.receipts import new_receipt_number

    receipt = new_receipt_number(2026)
    submission = SubmissionFactory(consultation=consultation, state=SubmissionState.HELD, receipt_number=receipt)
    SubmissionFactory(consultation=consultation, state=SubmissionState.HELD)
    assert listed(desk.get(QUEUE, {"q": f" {receipt.lower().replace('-', '')} "})) == uuids(submission)


def test_pages_of_fifty_lead_to_each_other(desk, consultation):
    waiting = [
        SubmissionFactory(
            consultation=consultation, state=SubmissionState.HELD, submitted_at=START + dt.timedelta(minutes=n)
        )
        for n in range(51)
    ]
    first = desk.get(QUEUE)
    assert listed(first) == uuids(*waiting[:50])
    [following] = re.findall(r'<li class="next"><a href="([^"]+)"', first.content.decode())
    assert listed(desk.get(QUEUE + following.replace("&amp;", "&"))) == uuids(waiting[50])
    broken = desk.get(QUEUE, {"cursor": "nonsense"})
    assert (broken.status_code, broken["Location"]) == (302, QUEUE)


def test_queue_takes_the_same_queries_at_3_and_at_300(desk, consultation):
    counts = []
    for number in (3, 297):
        SubmissionFactory.create_batch(number, consultation=consultation, state=SubmissionState.HELD)
        desk.get(QUEUE)
        with CaptureQueriesContext(connection) as captured:
            desk.get(QUEUE)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_nothing_of_another_institution_is_in_the_queue(desk, held, their_held, theirs):
    for state in ("held", "all"):
        response = desk.get(QUEUE, {"state": state})
        assert listed(response) == uuids(held)
        assert "Theirs" not in response.content.decode()
    for query in ({"consultation": str(theirs.uuid)}, {"institution": str(theirs.institution.uuid)}):
        assert listed(desk.get(QUEUE, query)) == uuids(held)
    assert listed(desk.get(QUEUE, {"q": their_held.receipt_number})) == []


def test_moderator_of_two_institutions_sees_both_and_may_choose(client, institution, other, held, their_held):
    user = staff_of(institution, "moderator")
    user.groups.add(staff_of(other, "moderator").groups.get())
    client.force_login(user)
    assert sorted(listed(client.get(QUEUE))) == sorted(uuids(held, their_held))
    assert listed(client.get(QUEUE, {"institution": str(other.uuid)})) == uuids(their_held)


def test_operator_sees_all(client, held, their_held):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    assert sorted(listed(client.get(QUEUE))) == sorted(uuids(held, their_held))


@pytest.mark.parametrize("role", ["editor", "reviewer", "official"])
def test_other_staff_of_the_institution_find_no_queue(client, institution, held, role):
    client.force_login(staff_of(institution, role))
    assert client.get(QUEUE).status_code == 404
    assert client.get(reverse("moderation_admin:submission", args=[held.uuid])).status_code == 404
    assert client.post(reverse("moderation_admin:publish"), {"submission": str(held.uuid)}).status_code == 404


def test_administrator_moderates_too(client, institution, held):
    client.force_login(staff_of(institution, "administrator"))
    assert listed(client.get(QUEUE)) == uuids(held)


def test_visitor_and_citizen_are_not_let_in(client, held):
    assert client.get(QUEUE).status_code == 302
    client.force_login(UserFactory())
    assert client.get(QUEUE).status_code in (302, 403, 404)


def test_hostile_words_stay_words(desk, consultation):
    hostile = "<script>alert(1)</script>\"'\u202e\u200b" + "a" * 100_000
    submission = SubmissionFactory(
        consultation=consultation,
        state=SubmissionState.HELD,
        text=hostile,
        author_name="<img src=x onerror=alert(2)>",
    )
    for address in (QUEUE, reverse("moderation_admin:submission", args=[submission.uuid])):
        body = desk.get(address).content.decode()
        assert "<script>alert(1)" not in body
        assert "<img src=x" not in body
        assert "&lt;script&gt;alert(1)" in body


def menu_labels(client):
    """The labels of the admin's menu, as Wagtail hands them to the browser."""
    body = client.get("/admin/").content.decode()
    return re.findall(r"Moderation(?: \(\d+\))?", body)


def test_menu_item_says_how_many_wait(desk, held, their_held):
    assert "Moderation (1)" in menu_labels(desk)


def test_menu_item_is_not_there_for_others(client, institution, held):
    client.force_login(staff_of(institution, "editor"))
    assert menu_labels(client) == []


def test_queue_and_menu_are_gone_while_moderation_is_off(desk, held, moderation_off):
    moderation_off()
    assert desk.get(QUEUE).status_code == 404
    assert desk.get(reverse("moderation_admin:submission", args=[held.uuid])).status_code == 404
    assert desk.post(reverse("moderation_admin:publish"), {"submission": str(held.uuid)}).status_code == 404
    assert menu_labels(desk) == []


def test_institution_where_it_is_off_is_left_out_of_a_queue_over_two(
    client, institution, other, held, their_held, moderation_off
):
    user = staff_of(institution, "moderator")
    user.groups.add(staff_of(other, "moderator").groups.get())
    client.force_login(user)
    moderation_off()
    assert listed(client.get(QUEUE)) == uuids(their_held)
    assert client.get(reverse("moderation_admin:submission", args=[held.uuid])).status_code == 404
