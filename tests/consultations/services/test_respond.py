"""Officials answer one submission or many; answers replace each other and none is forgotten."""

from datetime import timedelta
from uuid import uuid4

import pytest

from consultations.errors import (
    OutcomeUnknown,
    ReasonMissing,
    SeveralConsultations,
    SubmissionUnknown,
    TooMany,
)
from consultations.events import Kind
from consultations.ledger import fingerprint
from consultations.models import LedgerEvent, OutboxMessage, Response, ResponseTarget
from consultations.services import respond as respond_module
from consultations.services.respond import respond
from tests.consultations.services.conftest import NOW
from tests.factories.record import ConsultationFactory, SubmissionFactory

REASONS = {"mk": "Се прифаќа.", "sq": "Pranohet."}


@pytest.fixture
def answer(place):
    """Answers submissions in the name of the institution."""

    def answered(*submissions, **fields):
        given = {
            "institution": place.institution,
            "submission_uuids": [s if hasattr(s, "hex") else s.uuid for s in submissions],
            "outcome": "accepted",
            "reasons": REASONS,
            "actor": place.official,
            "now": NOW,
        }
        return respond(**given | fields)

    return answered


def test_several_are_answered_at_once(place, answer, told):
    rows = [SubmissionFactory(consultation=place.consultation) for _ in range(3)]
    response = answer(rows[2], rows[0], rows[2])

    assert (response.outcome, response.reasons, response.published_at) == ("accepted", REASONS, NOW)
    assert (response.answered_by, response.consultation) == (place.official, place.consultation)
    assert set(response.targets.values_list("submission", "is_current")) == {
        (rows[0].pk, True),
        (rows[2].pk, True),
    }
    assert [(event.kind, event.submission) for event in told] == [
        (Kind.SUBMISSION_ANSWERED, rows[0].uuid),
        (Kind.SUBMISSION_ANSWERED, rows[2].uuid),
    ]
    assert [(e.actor, e.subject, e.payload) for e in LedgerEvent.objects.order_by("sequence")] == [
        (
            f"staff:{place.official.pk}",
            row.uuid,
            {"response": str(response.uuid), "outcome": "accepted", "reasons_hash": fingerprint(REASONS)},
        )
        for row in (rows[0], rows[2])
    ]
    topics = list(OutboxMessage.objects.values_list("topic", flat=True))
    assert topics == ["event", "event", "mail.answered", "mail.answered"]


def test_new_answer_replaces_the_former_and_keeps_it(place, answer):
    first, second = (SubmissionFactory(consultation=place.consultation) for _ in range(2))
    former = answer(first, second)
    latter = answer(first, outcome="noted", now=NOW + timedelta(hours=1))

    assert set(ResponseTarget.objects.values_list("response", "submission", "is_current")) == {
        (former.pk, first.pk, False),
        (former.pk, second.pk, True),
        (latter.pk, first.pk, True),
    }


def test_reply_may_be_answered_too(place, answer):
    reply = SubmissionFactory(parent=SubmissionFactory(consultation=place.consultation))

    assert answer(reply).targets.get().submission == reply


@pytest.mark.parametrize("state", ["held", "unverified", "hidden", "removed", "withdrawn"])
def test_what_is_not_public_cannot_be_answered(place, answer, told, state):
    public = SubmissionFactory(consultation=place.consultation)
    hidden = SubmissionFactory(consultation=place.consultation, state=state)

    with pytest.raises(SubmissionUnknown):
        answer(public, hidden)
    assert not Response.objects.exists()
    assert told == []


def test_submission_of_another_institution_looks_like_none(place, answer):
    own = SubmissionFactory(consultation=place.consultation)
    foreign = SubmissionFactory(consultation=ConsultationFactory(institution=place.other))
    messages = set()
    for forged in (foreign, uuid4()):
        for rest in ([], [own]):
            with pytest.raises(SubmissionUnknown) as refused:
                answer(forged, *rest)
            messages.add(refused.value.message)
    assert len(messages) == 1
    assert not Response.objects.exists()


def test_two_consultations_are_answered_apart(place, answer):
    with pytest.raises(SeveralConsultations):
        answer(
            SubmissionFactory(consultation=place.consultation),
            SubmissionFactory(consultation=ConsultationFactory(institution=place.institution)),
        )


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"outcome": "maybe"}, OutcomeUnknown),
        ({"reasons": {"en": "Accepted."}}, ReasonMissing),
        ({"reasons": {}}, ReasonMissing),
        ({"submission_uuids": []}, SubmissionUnknown),
    ],
)
def test_incomplete_answer_is_refused(place, answer, fields, error):
    with pytest.raises(error):
        answer(SubmissionFactory(consultation=place.consultation), **fields)
    assert not Response.objects.exists()


def test_more_than_one_transaction_should_hold_is_refused(place, answer, monkeypatch):
    monkeypatch.setattr(respond_module, "LIMIT", 2)

    with pytest.raises(TooMany) as refused:
        answer(*[uuid4() for _ in range(3)])
    assert refused.value.message == "At most 2 at once."


def test_queries_do_not_grow_with_the_number_answered(place, answer, django_assert_num_queries):
    rows = [SubmissionFactory(consultation=place.consultation) for _ in range(33)]
    # savepoint, whose, lock, rows, response, replaced, targets, ledger, consultation, outbox, release
    with django_assert_num_queries(11):
        answer(*rows[:3])
    with django_assert_num_queries(11):
        answer(*rows[3:])
