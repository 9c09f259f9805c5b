"""Giving support and taking it back."""

import datetime as dt
import threading
import time
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from consultations.states import SubmissionState
from plugins.bundled.threads.entries import follow
from plugins.bundled.threads.models import Support, ThreadEntry
from plugins.bundled.threads.services import (
    ContributionNotPublic,
    ContributionUnknown,
    OwnContribution,
    SupportClosed,
    set_support,
)
from tests.factories.record import ConsultationFactory, ParticipantFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


def told(submission, participant, **how):
    """(supported, how many do, whether that just changed)."""
    state = set_support(submission=submission.uuid, participant=participant.uuid, **how)
    return state.supported, state.support_count, state.changed


def test_support_is_given_and_taken_back_once(speak, participant):
    submission = speak()
    assert told(submission, participant) == (True, 1, True)
    assert told(submission, participant) == (True, 1, False)
    assert told(submission, participant, supported=False) == (False, 0, True)
    assert told(submission, participant, supported=False) == (False, 0, False)
    assert Support.objects.count() == 0


def test_each_participant_counts_once(speak):
    submission = speak()
    first, second = ParticipantFactory(), ParticipantFactory()
    told(submission, first)
    assert told(submission, second) == (True, 2, True)
    assert told(submission, first, supported=False) == (False, 1, True)


def test_own_contribution_cannot_be_supported(speak):
    submission = speak()
    with pytest.raises(OwnContribution):
        told(submission, submission.participant)
    assert Support.objects.count() == 0


@pytest.mark.parametrize("state", [SubmissionState.HIDDEN, SubmissionState.REMOVED, SubmissionState.WITHDRAWN])
def test_what_is_not_public_cannot_be_supported_but_support_can_be_taken_back(speak, participant, state):
    submission = speak()
    told(submission, participant)
    submission.state = state
    submission.save()
    ThreadEntry.objects.update(visible=False)
    with pytest.raises(ContributionNotPublic):
        told(submission, ParticipantFactory())
    assert told(submission, participant, supported=False) == (False, 0, True)


def test_unknown_and_unpublished_contributions_are_not_told_apart(consultation, participant):
    unpublished = SubmissionFactory(consultation=consultation, state=SubmissionState.HELD)
    for uuid in (uuid4(), unpublished.uuid):
        with pytest.raises(ContributionUnknown):
            set_support(submission=uuid, participant=participant.uuid)


def test_support_is_taken_until_the_second_of_closing(consultation, speak, participant):
    submission = speak()
    assert told(submission, participant, now=consultation.closes_at) == (True, 1, True)
    late = consultation.closes_at + dt.timedelta(seconds=1)
    with pytest.raises(SupportClosed):
        told(submission, participant, supported=False, now=late)
    with pytest.raises(SupportClosed):
        told(submission, ParticipantFactory(), now=late)
    assert ThreadEntry.objects.get().support_count == 1


def test_support_before_the_opening_is_refused(institution, participant):
    planned = ConsultationFactory(institution=institution, planned=True)
    submission = SubmissionFactory(consultation=planned)
    follow(submission.uuid)
    with pytest.raises(SupportClosed):
        told(submission, participant)


@pytest.mark.parametrize("scope", ["institution", "consultation"])
def test_support_is_unknown_where_threads_are_off(speak, consultation, participant, threads_off, scope):
    submission = speak()
    threads_off(consultation if scope == "consultation" else None)
    with pytest.raises(ContributionUnknown):
        told(submission, participant)


def test_refusal_says_why_in_a_sentence(speak):
    submission = speak()
    with pytest.raises(OwnContribution) as refused:
        told(submission, submission.participant)
    assert (refused.value.code, refused.value.message) == (
        "own_contribution",
        "You cannot support your own contribution.",
    )


@pytest.mark.django_db(transaction=True)
def test_support_at_the_same_moment_counts_each_participant_once(speak):
    submission = speak()
    people = [ParticipantFactory().uuid for _ in range(3)]
    barrier = threading.Barrier(len(people) * 2)
    errors = []

    def press(person):
        barrier.wait(timeout=30)
        for _ in range(500):
            try:
                set_support(submission=submission.uuid, participant=person, now=timezone.now())
                break
            except OperationalError:  # the tests' database in memory does not wait for a lock, as files do
                time.sleep(0.01)
        else:
            errors.append(person)
        connection.close()

    threads = [threading.Thread(target=press, args=(person,)) for person in people * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert Support.objects.count() == 3
    assert ThreadEntry.objects.get().support_count == 3


def test_twin_that_comes_between_the_look_and_the_write_changes_nothing(speak, participant):
    submission = speak()
    Support.objects.create(submission=submission.uuid, participant=participant.uuid, created_at=timezone.now())
    assert told(submission, participant) == (True, 0, False)
