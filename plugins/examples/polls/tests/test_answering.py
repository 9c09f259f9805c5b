"""One answer for each participant, while the consultation is open."""

from datetime import timedelta
from uuid import uuid4

import pytest
from kuvend_polls.answering import ChoiceUnknown, PollNotOpen, PollUnknown, answer
from kuvend_polls.models import Answer
from kuvend_polls.reading import published_polls


def counts(poll):
    """How many gave each answer."""
    return [choice.answers for choice in published_polls(poll.consultation, is_open=True)[0].choices]


def test_second_answer_replaces_the_first(poll, choices):
    somebody = uuid4()
    assert answer(poll=poll.uuid, choice=choices[0], participant=somebody) is True
    assert counts(poll) == [1, 0]
    assert answer(poll=poll.uuid, choice=choices[1], participant=somebody) is False
    assert counts(poll) == [0, 1]


def test_answers_of_several_are_counted_and_shared_out(poll, choices):
    for choice in (choices[0], choices[0], choices[1]):
        answer(poll=poll.uuid, choice=choice, participant=uuid4())
    view = published_polls(poll.consultation, is_open=True)[0]
    assert (view.total, [share for _choice, share in view.shares]) == (3, [67, 33])


def test_choice_of_another_poll_is_refused(poll, ask_poll):
    other = ask_poll("Another question").choices.first()
    for choice in (other.uuid, uuid4(), None):
        with pytest.raises(ChoiceUnknown):
            answer(poll=poll.uuid, choice=choice, participant=uuid4())
    assert Answer.objects.count() == 0


def test_answer_is_taken_to_the_last_second_and_not_after(world, poll, choices):
    closing = world.consultation.closes_at
    answer(poll=poll.uuid, choice=choices[0], participant=uuid4(), now=closing)
    with pytest.raises(PollNotOpen):
        answer(poll=poll.uuid, choice=choices[0], participant=uuid4(), now=closing + timedelta(seconds=1))
    assert counts(poll) == [1, 0]


def test_draft_cannot_be_answered(ask_poll):
    draft = ask_poll("Not yet", public=False)
    with pytest.raises(PollUnknown):
        answer(poll=draft.uuid, choice=draft.choices.first().uuid, participant=uuid4())


def test_nothing_is_answered_where_polls_are_off(poll, choices, plugin_off_in_consultation):
    plugin_off_in_consultation("polls")
    with pytest.raises(PollUnknown):
        answer(poll=poll.uuid, choice=choices[0], participant=uuid4())
