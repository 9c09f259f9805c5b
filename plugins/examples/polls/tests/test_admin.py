"""Writing polls in the admin: by whom, and what can no longer be changed."""

from uuid import uuid4

import pytest
from django.urls import reverse
from kuvend_polls.answering import answer
from kuvend_polls.models import Choice, Poll

from plugins.testing.people import appoint, client_of, make_staff
from plugins.testing.world import make_world

LIST = "/admin/plugins/polls/"


@pytest.fixture
def new(world):
    """Where a poll under the world's consultation is written."""
    return f"{LIST}new/?consultation={world.consultation.uuid}"


def typed(**texts):
    """What an editor types: a question and two answers, changed by `texts` ("__" for "-")."""
    values = {
        "question-en": "Where do the benches go?",
        "question-sq": "Ku vendosen stolat?",
        "choice-0-en": "In the park",
        "choice-0-sq": "Në park",
        "choice-1-en": "At the bus stop",
    }
    return {**values, **{name.replace("__", "-"): text for name, text in texts.items()}}


def test_official_writes_and_publishes_a_poll(official, visitor, world, new):
    assert str(world.consultation.uuid) in official.get(LIST).content.decode()
    assert official.get(new).status_code == 200
    assert official.post(new, typed())["Location"] == LIST
    poll = Poll.objects.get()
    assert (poll.institution, poll.is_published) == (world.institution.uuid, False)
    assert poll.questions == {"en": "Where do the benches go?", "sq": "Ku vendosen stolat?"}
    assert list(poll.choices.values_list("labels", flat=True)) == [
        {"en": "In the park", "sq": "Në park"},
        {"en": "At the bus stop"},
    ]
    official.post(f"{LIST}{poll.uuid}/decide/", {"action": "publish"})
    assert visitor.get(f"/en/polls/{poll.uuid}/").status_code == 200
    official.post(f"{LIST}{poll.uuid}/decide/", {"action": "withdraw"})
    assert visitor.get(f"/en/polls/{poll.uuid}/").status_code == 404


def test_who_works_for_two_institutions_is_offered_the_consultations_of_both(world, monkeypatch):
    monkeypatch.setattr("kuvend_polls.admin.views.MOST_OFFERED", 2)
    other = make_world("othertown", plugin="polls")
    strangers = [make_world(f"newer-{number}", plugin="polls") for number in range(3)]
    user = make_staff(world.institution, "official")
    appoint(user, other.institution, "official")
    shown = client_of(user).get(LIST).content.decode()
    assert [str(one.consultation.uuid) in shown for one in (world, other)] == [True, True]
    assert [str(one.consultation.uuid) in shown for one in strangers] == [False] * 3


def test_form_keeps_what_was_typed_and_says_what_is_missing(official, new):
    refused = official.post(new, typed(**{"choice__1__en": "", "question-sq": "Ku?"}))
    shown = refused.content.decode()
    assert refused.status_code == 422
    assert "This field is required." in shown
    assert 'value="Ku?"' in shown
    assert Poll.objects.count() == 0


def test_choices_are_added_changed_and_left_out_before_anybody_answers(official, poll):
    address = f"{LIST}{poll.uuid}/"
    official.post(address, typed(**{"choice-1-en": "At the stop", "choice-2-en": "Nowhere"}))
    assert [choice.labels["en"] for choice in poll.choices.all()] == ["In the park", "At the stop", "Nowhere"]
    official.post(address, typed(**{"choice-2-en": ""}))
    assert [choice.labels["en"] for choice in poll.choices.all()] == ["In the park", "At the bus stop"]


@pytest.mark.parametrize(
    "change", [{"question__en": "Where else?"}, {"choice__0__en": "Elsewhere"}, {"choice__0__sq": ""}]
)
def test_answered_poll_goes_on_meaning_what_it_meant(official, poll, choices, change):
    answer(poll=poll.uuid, choice=choices[0], participant=uuid4())
    refused = official.post(f"{LIST}{poll.uuid}/", typed(**change))
    assert refused.status_code == 422
    assert "what it asks can no longer be changed" in refused.content.decode()


def test_answered_poll_takes_a_further_language(official, poll, choices):
    answer(poll=poll.uuid, choice=choices[0], participant=uuid4())
    assert official.post(f"{LIST}{poll.uuid}/", typed(choice__1__sq="Në stacion")).status_code == 302
    assert Choice.objects.get(uuid=choices[1]).labels["sq"] == "Në stacion"


def test_answered_poll_is_not_deleted(official, poll, choices):
    answer(poll=poll.uuid, choice=choices[0], participant=uuid4())
    shown = official.post(f"{LIST}{poll.uuid}/decide/", {"action": "delete"}, follow=True).content.decode()
    assert "it can be withdrawn, but not deleted" in shown
    assert Poll.objects.count() == 1


def test_poll_that_nobody_answered_is_deleted(official, poll):
    official.post(f"{LIST}{poll.uuid}/decide/", {"action": "delete"})
    assert Poll.objects.count() == 0


def test_nobody_else_reaches_the_polls(visitor, citizen, moderator, poll, new, second_world):
    stranger = client_of(make_staff(second_world.institution, "official"))
    for client in (visitor, citizen, moderator, stranger):
        for address in (new, f"{LIST}{poll.uuid}/"):
            assert client.get(address).status_code in (302, 404)
            assert client.post(address, typed()).status_code in (302, 404)
        assert client.post(f"{LIST}{poll.uuid}/decide/", {"action": "delete"}).status_code in (302, 404)
    assert Poll.objects.count() == 1
    assert poll.choices.count() == 2


def test_menu_item_is_for_those_who_may(official, moderator, world):
    assert reverse("polls_admin:polls") in official.get("/admin/").content.decode()
    assert reverse("polls_admin:polls") not in moderator.get("/admin/").content.decode()


def test_unknown_action_and_consultation_are_not_found(official, poll):
    assert official.post(f"{LIST}{poll.uuid}/decide/", {"action": "explode"}).status_code == 404
    assert official.get(f"{LIST}new/?consultation={uuid4()}").status_code == 404
    assert official.get(f"{LIST}new/?consultation=x").status_code == 404
