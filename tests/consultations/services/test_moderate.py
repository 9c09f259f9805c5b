"""Moderators decide publicly, within their institution, along the table of states."""

from uuid import uuid4

import pytest

from consultations.errors import ReasonInvalid, ReasonMissing, SubmissionUnknown, TransitionRefused
from consultations.events import Kind
from consultations.ledger import fingerprint
from consultations.models import LedgerEvent, ModerationDecision, OutboxMessage, Submission
from consultations.permissible import possible_actions
from consultations.services.moderate import moderate
from consultations.states import SubmissionState
from tests.consultations.services.conftest import NOW
from tests.factories.record import SubmissionFactory

REASON = {"mk": "Навредува жител.", "en": "It insults a resident."}


@pytest.fixture
def decide(place):
    """Decides about a new submission in a given state; returns it as it is afterwards."""

    def decided(state, action, **fields):
        row = SubmissionFactory(consultation=place.consultation, state=state)
        given = {
            "submission_uuid": row.uuid,
            "action": action,
            "public_reason": REASON,
            "reason_code": "insult",
            "actor": place.official,
            "institution": place.institution,
            "now": NOW,
        }
        moderate(**given | fields)
        row.refresh_from_db()
        return row

    return decided


@pytest.mark.parametrize(
    ("state", "action", "becomes", "kind", "topic"),
    [
        ("held", "publish", "published", Kind.SUBMISSION_PUBLISHED, "mail.published"),
        ("held", "hide", "hidden", Kind.SUBMISSION_HIDDEN, "mail.moderated"),
        ("held", "remove", "removed", Kind.SUBMISSION_REMOVED, "mail.moderated"),
        ("published", "hide", "hidden", Kind.SUBMISSION_HIDDEN, "mail.moderated"),
        ("published", "remove", "removed", Kind.SUBMISSION_REMOVED, "mail.moderated"),
        ("hidden", "restore", "published", Kind.SUBMISSION_RESTORED, "mail.moderated"),
        ("hidden", "remove", "removed", Kind.SUBMISSION_REMOVED, "mail.moderated"),
        ("removed", "restore", "published", Kind.SUBMISSION_RESTORED, "mail.moderated"),
    ],
)
def test_decision_changes_the_state_and_is_told(place, decide, told, state, action, becomes, kind, topic):
    row = decide(state, action)

    decision = ModerationDecision.objects.get()
    event = LedgerEvent.objects.get()
    assert row.state == becomes
    assert row.published_at is not None
    assert (decision.action, decision.reason_code, decision.public_reasons) == (action, "insult", REASON)
    assert (decision.decided_by, decision.decided_at) == (place.official, NOW)
    assert (event.kind, event.actor, event.subject) == (kind, f"staff:{place.official.pk}", row.uuid)
    assert event.payload == {
        "decision": str(decision.uuid),
        "reason_code": "insult",
        "reasons_hash": fingerprint(REASON),
    }
    assert [event.kind for event in told] == [kind]
    assert list(OutboxMessage.objects.values_list("topic", flat=True)) == ["event", topic]


@pytest.mark.parametrize(
    ("state", "action"),
    [
        ("published", "publish"),
        ("hidden", "publish"),
        ("removed", "publish"),
        ("removed", "hide"),
        ("hidden", "hide"),
        ("held", "restore"),
        ("published", "restore"),
        ("withdrawn", "restore"),
        ("withdrawn", "remove"),
        ("unverified", "publish"),
        ("unverified", "remove"),
        ("published", "explode"),
    ],
)
def test_what_the_table_does_not_allow_is_refused(decide, told, state, action):
    with pytest.raises(TransitionRefused):
        decide(state, action)
    assert Submission.objects.get().state == state
    assert not ModerationDecision.objects.exists()
    assert told == []


def test_every_possible_action_is_one_the_table_allows():
    assert {state.value: [action.value for action in possible_actions(state)] for state in SubmissionState} == {
        "received": [],
        "unverified": [],
        "held": ["publish", "hide", "remove"],
        "published": ["hide", "remove"],
        "hidden": ["remove", "restore"],
        "removed": ["restore"],
        "withdrawn": [],
    }


def test_publishing_needs_no_reason(decide):
    assert decide("held", "publish", public_reason={}, reason_code="").state == "published"


@pytest.mark.parametrize("action", ["hide", "remove"])
def test_taking_it_down_needs_a_reason_in_the_institutions_language(decide, action):
    with pytest.raises(ReasonMissing):
        decide("published", action, public_reason={"en": "It insults a resident."})


@pytest.mark.parametrize("code", ["", "Insult", "an insult", "a" * 41, "1st"])
def test_reason_needs_a_code(decide, code):
    with pytest.raises(ReasonInvalid):
        decide("published", "remove", reason_code=code)
    assert Submission.objects.get().state == "published"


def test_first_publication_keeps_its_time_through_hiding_and_restoring(place, decide):
    row = decide("held", "publish", public_reason={}, reason_code="")
    again = {
        "public_reason": REASON,
        "reason_code": "insult",
        "actor": None,
        "institution": place.institution.uuid,
    }
    for action in ("hide", "restore", "remove"):
        moderate(submission_uuid=row.uuid, action=action, **again)

    row.refresh_from_db()
    assert (row.state, row.published_at) == ("removed", NOW)
    assert row.text != ""
    assert ModerationDecision.objects.count() == 4
    assert LedgerEvent.objects.get(sequence=4).actor == "system"


def test_submission_of_another_institution_looks_like_none(place, decide, told):
    with pytest.raises(SubmissionUnknown) as foreign:
        decide("published", "remove", institution=place.other)
    with pytest.raises(SubmissionUnknown) as unknown:
        decide("published", "remove", submission_uuid=uuid4())
    assert foreign.value.message == unknown.value.message
    assert set(Submission.objects.values_list("state", flat=True)) == {"published"}
    assert told == []


def test_another_institutions_reasons_are_not_asked_before_whose_it_is(place, decide):
    with pytest.raises(SubmissionUnknown):
        decide("withdrawn", "publish", institution=place.other.uuid, public_reason={}, reason_code="")
