"""Polls for programs."""

from uuid import uuid4

import pytest
from kuvend_polls.answering import answer
from kuvend_polls.models import Answer


@pytest.fixture
def address(poll):
    """The poll's route."""
    return f"/api/v1/polls/{poll.uuid}/"


def test_poll_is_read_with_its_result(visitor, world, poll, choices, address):
    answer(poll=poll.uuid, choice=choices[1], participant=uuid4())
    expected = {
        "uuid": str(poll.uuid),
        "consultation": str(world.consultation.uuid),
        "questions": {"en": "Where do the benches go?", "sq": "Ku vendosen stolat?"},
        "is_open": True,
        "total": 1,
        "choices": [
            {"uuid": str(choices[0]), "labels": {"en": "In the park", "sq": "Në park"}, "answers": 0},
            {"uuid": str(choices[1]), "labels": {"en": "At the bus stop"}, "answers": 1},
        ],
    }
    assert visitor.get(address).json() == expected
    listed = visitor.get(f"/api/v1/polls/consultations/{world.consultation.uuid}/")
    assert listed.json() == {"items": [expected]}


def test_answer_is_given_and_read_back(citizen, address, choices):
    assert citizen.get(f"{address}answer/").json() == {"choice": None}
    given = citizen.put(f"{address}answer/", {"choice": str(choices[0])}, content_type="application/json")
    assert (given.status_code, given.json()) == (200, {"choice": str(choices[0])})
    assert citizen.get(f"{address}answer/").json() == {"choice": str(choices[0])}


def test_visitor_cannot_answer(visitor, address, choices):
    given = visitor.put(f"{address}answer/", {"choice": str(choices[0])}, content_type="application/json")
    assert given.status_code == 403
    assert given["Content-Type"] == "application/problem+json"
    assert Answer.objects.count() == 0


@pytest.mark.parametrize("choice", ["x", None, str(uuid4())])
def test_what_is_no_choice_is_refused_at_its_field(citizen, address, choice):
    given = citizen.put(f"{address}answer/", {"choice": choice}, content_type="application/json")
    assert (given.status_code, given.json()["errors"][0]["field"]) == (400, "choice")


def test_answer_after_the_end_is_a_conflict(citizen, address, choices, close):
    close()
    given = citizen.put(f"{address}answer/", {"choice": str(choices[0])}, content_type="application/json")
    assert (given.status_code, given.json()["type"]) == (409, "urn:kuvend:problem:consultation_not_open")


def test_unknown_poll_and_draft_are_not_found(visitor, ask_poll, world):
    for uuid in (uuid4(), ask_poll("Draft", public=False).uuid):
        assert visitor.get(f"/api/v1/polls/{uuid}/").status_code == 404
