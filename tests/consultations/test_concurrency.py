"""Many at once, on a database with row locks: nothing is lost, doubled or out of order."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from consultations.authors import Account, Guest
from consultations.errors import AccountClosed
from consultations.ledger_checks import verify
from consultations.models import LedgerEvent, OutboxMessage, Participant, Submission
from consultations.people import person_by_account
from consultations.services.announce_transitions import announce_transitions
from consultations.services.deliver_outbox import deliver_outbox
from consultations.services.erase_person import SentMeanwhile, erase_person
from consultations.services.moderate import moderate
from consultations.services.submit import submit
from consultations.services.verify_submission import verify_submission
from consultations.tokens import verify_token
from plugins.kernel.models import PluginTable
from plugins.kernel.verdicts import Verdict
from tests.factories.record import ConsultationFactory, SubmissionFactory, UserFactory

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db(transaction=True)]

THREADS = 8


def at_once(*jobs):
    """Run the jobs in threads that start together; their results, or the exceptions they raised, in order."""
    ready = threading.Barrier(len(jobs))

    def run(job):
        try:
            ready.wait(timeout=30)
            return job()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.fixture
def consultation():
    return ConsultationFactory()


def send(consultation, author, text="Предлог.", **fields):
    return submit(consultation_uuid=consultation.uuid, text=text, language="mk", author=author, **fields)


def test_ledger_has_no_gap_and_no_fork(consultation):
    users = [UserFactory() for _ in range(THREADS)]

    def job(user):
        return lambda: [send(consultation, Account(user_id=user.pk), text=str(n)) for n in range(5)]

    results = at_once(*map(job, users))

    consultation.refresh_from_db()
    assert [type(result) for result in results] == [list] * THREADS
    assert list(verify(consultation)) == []
    assert consultation.ledger_length == LedgerEvent.objects.count() == 2 * 5 * THREADS
    numbers = Submission.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 5 * THREADS + 1))


@pytest.mark.parametrize("guest", [True, False])
def test_one_key_posted_at_once_makes_one_submission(consultation, guest):
    user = UserFactory()
    author = Guest(email="ana@example.org") if guest else Account(user_id=user.pk)
    results = at_once(*[lambda: send(consultation, author, idempotency_key="k")] * THREADS)

    assert sorted(result.created for result in results) == [False] * (THREADS - 1) + [True]
    assert {result.submission.pk for result in results} == {Submission.objects.get().pk}
    assert OutboxMessage.objects.filter(topic__startswith="mail.").count() == 1
    assert Participant.objects.count() == 1


def test_account_that_first_takes_part_in_two_consultations_at_once_has_one_participant(consultation):
    user = UserFactory()
    other = ConsultationFactory()
    results = at_once(
        *[
            lambda c=c: send(c, Account(user_id=user.pk))
            for c in (consultation, other)
            for _ in range(THREADS // 2)
        ]
    )

    assert all(result.created for result in results)
    assert Participant.objects.get().user == user
    assert Submission.objects.count() == THREADS


def test_two_moderators_decide_once(consultation):
    row = SubmissionFactory(consultation=consultation, state="held")
    given = {
        "submission_uuid": row.uuid,
        "public_reason": {"mk": "Не."},
        "reason_code": "spam",
        "actor": None,
        "institution": consultation.institution,
    }
    results = at_once(*[lambda: moderate(**given, action="hide")] * THREADS)

    assert sorted(type(result).__name__ for result in results) == ["ModerationDecision"] + [
        "TransitionRefused"
    ] * (THREADS - 1)
    assert LedgerEvent.objects.count() == 1


def test_link_clicked_twice_at_once_confirms_once(consultation):
    row = send(consultation, Guest(email="ana@example.org")).submission
    token = verify_token(row.uuid)
    results = at_once(*[lambda: verify_submission(token)] * THREADS)

    assert sorted(result.first_time for result in results) == [False] * (THREADS - 1) + [True]
    assert OutboxMessage.objects.filter(topic="mail.received").count() == 1


def test_several_workers_announce_and_deliver_once(consultation, plugin):
    heard = []
    plugin({"record.event_committed": heard.append})
    later = consultation.closes_at + timedelta(days=1)

    announced = at_once(*[lambda: announce_transitions(now=later)] * THREADS)
    delivered = at_once(*[lambda: deliver_outbox(now=later)] * THREADS)

    assert sum(announced) == 1
    assert sum(delivered) == 2
    assert sorted(str(event.kind) for event in heard) == ["consultation.closed", "consultation.opened"]


@pytest.mark.parametrize("took_part_before", [True, False])
def test_account_that_sends_while_it_is_erased_leaves_nothing_signed(consultation, plugin, took_part_before):
    """The submission waits in a plugin's check while the person is erased, who has not seen it."""
    user, other = UserFactory(), ConsultationFactory()
    author = Account(user_id=user.pk, display_name="Ana Anastasova")
    if took_part_before:
        send(consultation, author)
    checking, erased = threading.Event(), threading.Event()

    def check(context):
        checking.set()
        erased.wait(timeout=60)
        return Verdict.accept()

    PluginTable.objects.all().delete()  # of plugins that are not loaded here and would have to be asked
    plugin({"submission.check": check})
    person = person_by_account(user.pk)

    def erase():
        checking.wait(timeout=30)
        try:
            return erase_person(person=person, actor=None)
        finally:
            erased.set()

    sent, erasure = at_once(lambda: send(other, author), erase)

    assert isinstance(sent, AccountClosed)
    assert (erasure.account, erasure.submissions) == (True, int(took_part_before))
    assert Submission.objects.count() == took_part_before
    assert_nobody_is_told(consultation, other)


def test_account_that_sends_and_is_erased_at_once_is_one_or_the_other(consultation):
    for _ in range(8):
        user, other = UserFactory(), ConsultationFactory()
        author = Account(user_id=user.pk, display_name="Ana Anastasova")
        person = person_by_account(user.pk)
        *sent, erased = at_once(
            *[lambda: send(other, author)] * 3,  # noqa: B023 - called before the next turn
            lambda: erase_person(person=person, actor=None),  # noqa: B023
        )
        assert {type(one).__name__ for one in sent} <= {"Submitted", "AccountClosed"}
        if isinstance(erased, SentMeanwhile):
            erase_person(person=person_by_account(user.pk), actor=None)
        assert_nobody_is_told(other)


def assert_nobody_is_told(*consultations):
    """No name is left anywhere, and the ledgers hold."""
    assert not Submission.objects.exclude(author_name="").exists()
    assert not Participant.objects.exclude(user=None, display_name="").exists()
    for consultation in consultations:
        consultation.refresh_from_db()
        assert list(verify(consultation)) == []
