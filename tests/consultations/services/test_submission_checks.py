"""Plugins' checks may hold or refuse; one that fails holds; nothing is lost or published by an error."""

import pytest
from django.db import transaction

from consultations.errors import CheckRefused
from consultations.events import Kind
from consultations.models import LedgerEvent, Participant, Submission
from consultations.services.verify_submission import verify_submission
from consultations.tokens import verify_token
from plugins.kernel.verdicts import Verdict
from tests.factories.record import ParticipantFactory


def test_check_that_holds_keeps_it_from_the_public(send, plugin):
    plugin({"submission.check": lambda context: Verdict.hold("pre_moderation")})

    row = send().submission

    assert (row.state, row.hold_reason, row.published_at) == ("held", "pre_moderation", None)
    event = LedgerEvent.objects.get(sequence=2)
    assert (event.kind, event.payload) == (Kind.SUBMISSION_HELD, {"reason": "pre_moderation"})


def test_check_that_gives_no_reason_is_named_by_its_plugin(send, plugin):
    plugin({"submission.check": lambda context: Verdict.hold()})

    assert send().submission.hold_reason == "probe"


def test_check_that_refuses_stores_nothing_and_tells_the_person(send, plugin):
    plugin({"submission.check": lambda context: Verdict.refuse("Please, no links.", "links")})

    with pytest.raises(CheckRefused) as refused:
        send(email="ana@example.org")
    assert refused.value.message == "Please, no links."
    assert refused.value.field == "text"
    assert not Submission.objects.exists()
    assert not Participant.objects.exists()


def test_check_that_raises_holds(send, plugin):
    def check(context):
        raise ZeroDivisionError

    plugin({"submission.check": check})

    row = send().submission

    assert (row.state, row.hold_reason) == ("held", "check_failed")


def test_what_a_failing_check_wrote_is_undone(send, plugin):
    def check(context):
        ParticipantFactory(display_name="left over")
        raise ZeroDivisionError

    plugin({"submission.check": check})

    assert send().submission.state == "held"
    assert not Participant.objects.filter(display_name="left over").exists()


def test_listener_that_raises_loses_nothing(send, plugin):
    def listener(event):
        raise ZeroDivisionError

    plugin({"record.event": listener})

    assert send().submission.state == "published"
    assert LedgerEvent.objects.count() == 2


def test_listener_is_told_inside_the_transaction(send, plugin):
    seen = []

    def listener(event):
        seen.append((transaction.get_connection().in_atomic_block, Submission.objects.get().state))

    plugin({"record.event": listener})
    send()

    assert seen == [(True, "published"), (True, "published")]


def test_check_is_given_what_it_needs_and_no_address(place, send, plugin):
    contexts = []

    def check(context):
        contexts.append(context)
        return Verdict.accept()

    plugin({"submission.check": check})
    row = send("Текст", email="ana@example.org", provision_uid=place.provision.uid).submission
    verify_submission(verify_token(row.uuid))

    first, second = contexts
    assert (first.verified, second.verified) == (False, True)
    assert (first.submission, first.institution, first.consultation) == (
        row.uuid,
        place.institution.uuid,
        place.consultation.uuid,
    )
    assert (first.text, first.language, first.channel) == ("Текст", "mk", "site")
    assert (first.version, first.provision_uid, first.parent) == (
        place.version.uuid,
        place.provision.uid,
        None,
    )
    assert second.participant == first.participant == row.participant.uuid
    assert (second.version, second.text) == (first.version, first.text)
    assert "ana@example.org" not in repr(contexts)
