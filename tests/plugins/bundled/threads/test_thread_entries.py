"""The rows that threads are read from, kept in step with the record in its own transactions."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from consultations.services.moderate import moderate
from consultations.services.submit import Deposited, submit
from consultations.services.withdraw_submission import withdraw_submission
from consultations.states import SubmissionState
from plugins.bundled.threads.entries import follow, rebuild
from plugins.bundled.threads.models import Support, ThreadEntry
from tests.factories.record import ParticipantFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


def send(consultation, **about):
    """Somebody's submission, through the record's own service."""
    return submit(
        consultation_uuid=consultation.uuid,
        text="Words",
        language="mk",
        author=Deposited(entered_by=None),
        **about,
    )


def decide(submission, action):
    """A moderator's decision, through the record's own service."""
    moderate(
        submission_uuid=submission.uuid,
        action=action,
        public_reason={"mk": "Причина"},
        reason_code="insult",
        actor=None,
        institution=submission.institution,
    )


def shown():
    """(submission, visible, replies) of every row."""
    return set(ThreadEntry.objects.values_list("submission", "visible", "reply_count"))


def everything():
    """All that a row says, by submission."""
    names = [field.name for field in ThreadEntry._meta.fields if field.name != "id"]
    return {row["submission"]: row for row in ThreadEntry.objects.values(*names)}


def test_published_submission_gets_a_row_that_says_where_it_stands(consultation, version):
    provision = version.provisions.first()
    root = send(consultation, version_uuid=version.uuid, provision_uid=provision.uid).submission
    reply = send(consultation, parent_uuid=root.uuid).submission
    assert everything() == {
        root.uuid: {
            "submission": root.uuid,
            "institution": consultation.institution.uuid,
            "consultation": consultation.uuid,
            "version": version.uuid,
            "provision_uid": provision.uid,
            "root": None,
            "participant": root.participant.uuid,
            "published_at": root.published_at,
            "visible": True,
            "support_count": 0,
            "reply_count": 1,
        },
        reply.uuid: {
            "submission": reply.uuid,
            "institution": consultation.institution.uuid,
            "consultation": consultation.uuid,
            "version": version.uuid,
            "provision_uid": provision.uid,
            "root": root.uuid,
            "participant": reply.participant.uuid,
            "published_at": reply.published_at,
            "visible": True,
            "support_count": 0,
            "reply_count": 0,
        },
    }


def test_hidden_removed_and_restored_submission_keeps_its_row(consultation):
    submission = send(consultation).submission
    seen = []
    for action in ("hide", "remove", "restore"):
        decide(submission, action)
        seen.append(ThreadEntry.objects.get().visible)
    assert seen == [False, False, True]


def test_withdrawn_submission_leaves_its_trace(consultation):
    sent = send(consultation)
    withdraw_submission(sent.follow_token)
    assert shown() == {(sent.submission.uuid, False, 0)}


def test_submission_that_was_never_public_has_no_row(consultation):
    held = SubmissionFactory(consultation=consultation, state=SubmissionState.HELD)
    decide(held, "publish")
    assert shown() == {(held.uuid, True, 0)}
    never = SubmissionFactory(consultation=consultation, state=SubmissionState.UNVERIFIED)
    assert rebuild() == 1
    assert not ThreadEntry.objects.filter(submission=never.uuid).exists()


def test_trace_of_a_reply_still_counts_as_a_reply(consultation):
    root = send(consultation).submission
    reply = send(consultation, parent_uuid=root.uuid).submission
    decide(reply, "remove")
    assert shown() == {(root.uuid, True, 1), (reply.uuid, False, 0)}


def test_reply_to_a_reply_counts_for_the_thread_it_is_in(consultation):
    root = send(consultation).submission
    reply = send(consultation, parent_uuid=root.uuid).submission
    deeper = send(consultation, parent_uuid=reply.uuid).submission
    assert shown() == {(root.uuid, True, 2), (reply.uuid, True, 0), (deeper.uuid, True, 0)}


@pytest.mark.django_db(transaction=True)
def test_row_is_gone_with_the_transaction_that_published_it(consultation):
    with transaction.atomic():
        send(consultation)
        assert ThreadEntry.objects.count() == 1
        transaction.set_rollback(True)
    assert ThreadEntry.objects.count() == 0


def test_rebuild_gives_what_events_gave_and_repairs_what_was_spoilt(consultation, speak, supported_by, capsys):
    root = speak()
    reply = speak(parent=root)
    hidden = speak(state=SubmissionState.HIDDEN)
    supported_by(root, 2)
    before = everything()
    assert before[root.uuid]["support_count"] == 2
    ThreadEntry.objects.filter(submission=root.uuid).update(support_count=7, reply_count=0)
    ThreadEntry.objects.filter(submission=hidden.uuid).update(visible=True)
    ThreadEntry.objects.filter(submission=reply.uuid).delete()
    gone = ThreadEntry.objects.create(**before[root.uuid] | {"submission": ParticipantFactory().uuid})
    call_command("threads_rebuild", "--all")
    assert everything() == before
    assert not ThreadEntry.objects.filter(pk=gone.pk).exists()
    assert capsys.readouterr().out == f"{root.institution.slug}: 3 thread entries\n"
    assert Support.objects.count() == 2


def test_rebuild_of_many_batches_is_complete(consultation, monkeypatch):
    monkeypatch.setattr("plugins.bundled.threads.entries.BATCH", 2)
    SubmissionFactory.create_batch(5, consultation=consultation)
    assert rebuild() == 5
    assert ThreadEntry.objects.count() == 5


def test_following_one_submission_takes_three_queries(consultation, speak):
    root = speak()
    reply = SubmissionFactory(parent=root)
    with CaptureQueriesContext(connection) as queries:
        follow(reply.uuid)
    assert len(queries) == 3
