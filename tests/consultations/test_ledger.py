"""The chain: every change of it is found, and erasing a person's words breaks nothing."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from consultations import ledger
from consultations.authors import Account, Guest
from consultations.ledger import Entry, append, canonical, commit, lock, timestamp
from consultations.ledger_checks import verify
from consultations.models import LedgerEvent, ModerationDecision, Response, Submission
from consultations.services.moderate import moderate
from consultations.services.respond import respond
from consultations.services.submit import submit
from tests.factories.record import ConsultationFactory, SubmissionFactory, UserFactory, VersionFactory

AT = datetime(2026, 11, 22, 12, 0, 0, 5, tzinfo=UTC)


@pytest.fixture
def consultation(db):
    """A consultation with eight events: two submissions, one hidden, one answered."""
    version = VersionFactory()
    consultation = ConsultationFactory(institution=version.document.institution, versions=[version])
    user = UserFactory()
    for text in ("прва", "втора"):
        submit(consultation_uuid=consultation.uuid, text=text, language="mk", author=Account(user_id=user.pk))
    first, second = Submission.objects.order_by("number")
    given = {"institution": consultation.institution, "actor": user}
    moderate(**given, submission_uuid=first.uuid, action="hide", public_reason={"mk": "Спам."}, reason_code="spam")
    respond(**given, submission_uuids=[second.uuid], outcome="noted", reasons={"mk": "Земено предвид."})
    submit(consultation_uuid=consultation.uuid, text="трета", language="mk", author=Guest(email="a@example.org"))
    consultation.refresh_from_db()
    return consultation


def faults(consultation):
    return [(fault.sequence, fault.what) for fault in verify(consultation)]


def test_untouched_chain_has_no_fault(consultation):
    assert faults(consultation) == []
    assert [event.sequence for event in consultation.ledger.all()] == [1, 2, 3, 4, 5, 6, 7]


def test_hash_is_what_anyone_can_compute(consultation):
    event = consultation.ledger.get(sequence=1)
    words = {
        "actor": "participant",
        "at": timestamp(event.at),
        "kind": "submission.received",
        "payload": event.payload,
        "previous_hash": "0" * 64,
        "sequence": 1,
        "subject": str(event.subject),
    }
    written = json.dumps(words, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert event.hash == hashlib.sha256(written.encode()).hexdigest()
    assert consultation.ledger.get(sequence=2).previous_hash == event.hash


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "submission.removed"},
        {"at": AT},
        {"actor": "staff:99"},
        {"subject": None},
        {"payload": {"reason": "another"}},
    ],
)
def test_changed_event_is_found(consultation, change):
    LedgerEvent.objects.filter(sequence=5).update(**change)

    assert (5, "was changed after it was written") in faults(consultation)


def test_event_rewritten_with_its_own_hash_breaks_the_next(consultation):
    event = consultation.ledger.get(sequence=5)
    event.actor = "staff:99"
    event.hash = ledger.event_hash(event)
    event.save()

    assert faults(consultation) == [(6, "does not continue the event before it")]


def test_missing_event_is_found(consultation):
    LedgerEvent.objects.filter(sequence=4).delete()

    assert (4, "event 4 is missing") in faults(consultation)


def test_cut_off_end_is_found(consultation):
    LedgerEvent.objects.filter(sequence=7).delete()

    assert (0, "the chain ends at 6, the record at 7") in faults(consultation)


def test_changed_text_is_found(consultation):
    Submission.objects.filter(number=2).update(text="друго")

    assert faults(consultation) == [(0, "the text of submission 2 was changed")]


def test_text_changed_with_its_hash_is_found(consultation):
    row = Submission.objects.get(number=2)
    digest = commit(row.content_salt, text="друго", language="mk", quote=None)
    Submission.objects.filter(number=2).update(text="друго", content_hash=digest)

    assert faults(consultation) == [(0, "submission 2 has another hash than the chain")]


def test_submission_that_was_slipped_in_is_found(consultation):
    SubmissionFactory(consultation=consultation)
    consultation.refresh_from_db()

    assert faults(consultation) == [(0, "submission 4 is not in the chain")]


def test_submission_that_was_taken_out_is_found(consultation):
    row = Submission.objects.get(number=3)
    row.delete()

    assert faults(consultation) == [(0, f"submission {row.uuid} is in the chain and not in the record")]


def test_changed_reasons_are_found(consultation):
    decision, response = ModerationDecision.objects.get(), Response.objects.get()
    ModerationDecision.objects.update(public_reasons={"mk": "Друго."})
    Response.objects.update(reasons={"mk": "Друго."})

    assert faults(consultation) == [
        (0, f"the reasons of {decision.uuid} were changed"),
        (0, f"the reasons of {response.uuid} were changed"),
    ]


def test_decision_that_was_slipped_in_or_taken_out_is_found(consultation):
    decision = ModerationDecision.objects.get()
    gone = decision.uuid
    ModerationDecision.objects.update(uuid=uuid4())
    decision.refresh_from_db()

    assert faults(consultation) == [
        (0, f"decision or response {decision.uuid} is not in the chain"),
        (0, f"decision or response {gone} is in the chain and not in the record"),
    ]


def test_erased_words_keep_the_chain_verifiable(consultation):
    Submission.objects.filter(number=2).update(text="", content_salt="", author_name="")

    assert faults(consultation) == []


def test_commitment_hides_even_a_guessable_text():
    first, second = ledger.new_salt(), ledger.new_salt()

    assert commit(first, text="да", language="mk", quote=None) != commit(
        second, text="да", language="mk", quote=None
    )


@given(st.text(), st.text(), st.sampled_from(["mk", "sq"]))
def test_commitment_tells_different_words_apart(one, other, language):
    salt = "00" * 16
    same = commit(salt, text=one, language=language, quote=None) == commit(
        salt, text=other, language=language, quote=None
    )

    assert same == (one == other)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
)


@given(JSON)
def test_canonical_form_survives_a_round_trip(value):
    assert canonical(json.loads(canonical(value))) == canonical(value)


def test_moment_is_written_in_one_way():
    east = timezone(timedelta(hours=2))

    assert timestamp(AT) == timestamp(AT.astimezone(east)) == "2026-11-22T12:00:00.000005Z"


@pytest.mark.django_db(transaction=True)
def test_ledger_is_written_in_a_transaction_only():
    consultation = ConsultationFactory()

    with pytest.raises(RuntimeError):
        append(consultation, [Entry(kind="submission.received", at=AT, actor="system")])
    assert not LedgerEvent.objects.exists()


@pytest.mark.django_db
def test_appending_costs_two_queries_however_many(django_assert_num_queries):
    consultation = lock(ConsultationFactory())
    entries = [Entry(kind="submission.received", at=AT, actor="system") for _ in range(30)]

    with transaction.atomic(), django_assert_num_queries(2):
        append(consultation, entries)
    with transaction.atomic(), django_assert_num_queries(0):
        append(consultation, [])
    assert faults(consultation) == []


class TestCommand:
    def run(self, *arguments):
        out, err = StringIO(), StringIO()
        call_command("ledger", *arguments, stdout=out, stderr=err)
        return out.getvalue()

    def test_verify_counts_what_it_proved(self, consultation):
        assert self.run("verify") == "1 chains with 7 events are as they were written.\n"

    def test_verify_fails_and_says_where(self, consultation):
        Submission.objects.filter(number=2).update(text="друго")
        err = StringIO()

        with pytest.raises(CommandError, match="1 faults in 1 chains"):
            call_command("ledger", "verify", stdout=StringIO(), stderr=err)
        assert err.getvalue() == f"{consultation.uuid} #0: the text of submission 2 was changed\n"

    def test_one_consultation_is_verified_by_itself(self, consultation):
        other = ConsultationFactory()
        Submission.objects.filter(number=2).update(text="друго")

        out = self.run("verify", "--consultation", str(other.uuid))
        assert out == "1 chains with 0 events are as they were written.\n"

    def test_unknown_consultation_is_an_error(self, db):
        with pytest.raises(CommandError, match="There is no consultation"):
            self.run("verify", "--consultation", str(uuid4()))

    def test_export_can_be_checked_by_itself(self, consultation):
        head = "0" * 64
        for line in self.run("export").splitlines():
            event = json.loads(line)
            assert event.pop("consultation") == str(consultation.uuid)
            digest = event.pop("hash")
            assert event["previous_hash"] == head
            assert hashlib.sha256(canonical(event)).hexdigest() == digest
            head = digest
        assert head == consultation.ledger_head

    def test_export_holds_no_personal_data(self, consultation):
        out = self.run("export")

        for word in ("прва", "втора", "example.org", "Спам", "Земено"):
            assert word not in out
