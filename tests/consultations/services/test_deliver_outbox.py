"""The outbox: at least once, in order, one failing message never in the way of another."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction

from consultations.models import OutboxMessage
from consultations.services import deliver_outbox as module
from consultations.services.deliver_outbox import ATTEMPTS, deliver_outbox
from tests.consultations.services.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.consultations.record_urls")]


class BrokenMail:
    """A mail server that answers with the address it was given."""

    def send(self):
        raise ConnectionError("450 mailbox of ana@example.org is full")


@pytest.fixture
def broken(monkeypatch):
    """Every mail fails."""
    monkeypatch.setattr(module, "compose", lambda *args: BrokenMail())


def waiting():
    return OutboxMessage.objects.filter(delivered_at=None, parked_at=None).count()


def test_mails_and_events_are_delivered_once(send, plugin):
    heard = []
    plugin({"record.event_committed": heard.append})
    row = send().submission

    assert deliver_outbox(now=NOW) == 3
    assert [(event.kind, event.submission) for event in heard] == [
        ("submission.received", row.uuid),
        ("submission.published", row.uuid),
    ]
    assert [message.subject for message in mail.outbox] == [f"Го примивме вашиот придонес {row.receipt_number}"]
    assert deliver_outbox(now=NOW) == waiting() == 0


def test_only_so_many_at_once(send):
    send()

    assert [deliver_outbox(now=NOW, limit=2), deliver_outbox(now=NOW, limit=2)] == [2, 1]


def test_nothing_is_delivered_before_its_time(send):
    send()

    assert deliver_outbox(now=NOW - timedelta(seconds=1)) == 0
    assert mail.outbox == []


def test_failure_is_tried_again_after_ever_longer_pauses_and_then_parked(send, broken):
    send(email="ana@example.org")
    moment, pauses = NOW, []
    while True:
        deliver_outbox(now=moment)
        message = OutboxMessage.objects.get(topic="mail.verify")
        if message.parked_at:
            break
        assert deliver_outbox(now=message.not_before - timedelta(seconds=1)) == 0
        pauses.append(message.not_before - moment)
        moment = message.not_before

    assert pauses == [timedelta(seconds=30) * 2**attempt for attempt in range(1, ATTEMPTS)]
    assert (message.attempts, message.parked_at) == (ATTEMPTS, moment)
    assert deliver_outbox(now=moment + timedelta(days=365)) == 0


def test_failing_message_holds_up_no_other(send, broken, plugin):
    heard = []
    plugin({"record.event_committed": heard.append})
    send()
    deliver_outbox(now=NOW)
    send(now=NOW + timedelta(seconds=1))

    deliver_outbox(now=NOW + timedelta(seconds=1))
    assert len(heard) == 4


def test_neither_the_row_nor_the_log_quotes_the_mail_server(send, broken, capsys, caplog):
    send(email="ana@example.org")
    deliver_outbox(now=NOW)

    assert OutboxMessage.objects.get(topic="mail.verify").last_error == "ConnectionError"
    written = capsys.readouterr()
    assert "ana@example.org" not in written.out + written.err + caplog.text


def test_unknown_topic_is_a_failure_like_another():
    OutboxMessage.objects.create(topic="mail.unheard", payload={"submission": "x"}, created_at=NOW, not_before=NOW)

    assert deliver_outbox(now=NOW) == 1
    assert OutboxMessage.objects.get().attempts == 1


def test_plugin_that_raises_after_the_commit_is_isolated(send, plugin):
    def listener(event):
        raise ZeroDivisionError

    plugin({"record.event_committed": listener})
    send()

    assert deliver_outbox(now=NOW) == 3
    assert waiting() == 0


def test_message_another_worker_took_is_left_to_it(send, monkeypatch):
    send()
    taken = []

    def rival(message, now):
        # Between our reading of the rows and our claim another worker claims the first.
        if not taken:
            taken.append(message.pk)
            OutboxMessage.objects.filter(pk=message.pk).update(attempts=1)
        return claim(message, now)

    claim = module._claim
    monkeypatch.setattr(module, "_claim", rival)

    assert deliver_outbox(now=NOW) == 2
    assert OutboxMessage.objects.get(pk=taken[0]).delivered_at is None


def test_message_of_a_worker_that_died_is_delivered_after_its_lease(send):
    send()
    OutboxMessage.objects.update(attempts=1, not_before=NOW + module.LEASE)

    assert deliver_outbox(now=NOW + module.LEASE - timedelta(seconds=1)) == 0
    assert deliver_outbox(now=NOW + module.LEASE) == 3


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_a_mail_is_sent(send, monkeypatch):
    seen = []

    class Spy:
        def send(self):
            seen.append(transaction.get_connection().in_atomic_block)

    monkeypatch.setattr(module, "compose", lambda *args: Spy())
    send()
    deliver_outbox(now=NOW)

    assert seen == [False]


def test_message_that_ends_the_worker_each_time_is_parked_at_last(send):
    send()
    OutboxMessage.objects.update(attempts=ATTEMPTS, not_before=NOW)

    assert deliver_outbox(now=NOW) == 3
    assert {(row.parked_at, row.last_error) for row in OutboxMessage.objects.all()} == {(NOW, "WorkerEnded")}
    assert mail.outbox == []


def test_each_message_has_its_lease_from_its_own_beginning(send, monkeypatch):
    send()
    moment, leases = [NOW], []

    def slow(topic, payload, key):
        leases.append(OutboxMessage.objects.get(pk=key).not_before - moment[0])
        moment[0] += timedelta(minutes=6)

    monkeypatch.setattr(module.clock, "now", lambda: moment[0])
    monkeypatch.setattr(module, "_deliver", slow)
    assert deliver_outbox() == 3
    assert leases == [module.LEASE] * 3
