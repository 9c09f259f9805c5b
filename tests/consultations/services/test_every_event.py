"""Every lifecycle event, driven by the service that causes it, reaches plugins in the transaction and after it."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from consultations.activation.switching import permit_plugin
from consultations.authors import Account
from consultations.events import Kind
from consultations.people import person_by_receipt
from consultations.provisions import ProvisionContent, TextContent
from consultations.services.announce_transitions import announce_transitions
from consultations.services.cancel_consultation import cancel_consultation
from consultations.services.conclude_consultation import conclude_consultation
from consultations.services.deliver_outbox import deliver_outbox
from consultations.services.erase_person import erase_person
from consultations.services.moderate import moderate
from consultations.services.publish_version import publish_version
from consultations.services.respond import respond
from consultations.services.schedule_consultation import schedule_consultation
from consultations.services.withdraw_submission import withdraw_submission
from consultations.tokens import follow_token
from plugins.kernel import gate
from plugins.kernel.verdicts import Verdict
from tests.consultations.services.conftest import CLOSES, NOW, OPENS
from tests.factories.record import ResponseFactory, SubmissionFactory, UserFactory

REASONS = {"mk": "Затоа.", "en": "Because."}
AFTER = CLOSES + timedelta(days=1)


@pytest.fixture
def heard(plugin, no_plugin_tables, monkeypatch):
    """What a plugin hears inside transactions and after them."""
    heard = SimpleNamespace(inside=[], after=[], hold=False)
    plugin(
        {
            "record.event": heard.inside.append,
            "record.event_committed": heard.after.append,
            "submission.check": lambda context: Verdict.hold("careful") if heard.hold else Verdict.accept(),
        }
    )
    monkeypatch.setattr(gate, "_activation", lambda scope: frozenset({"probe"}))
    return heard


@pytest.fixture
def drive(place, send, heard):
    """For each kind of event, what brings it about: a function that returns the ids that the event must carry."""

    def of_consultation():
        return {"consultation": place.consultation.uuid}

    def of_submission(submission):
        return {**of_consultation(), "submission": submission.uuid}

    def version_published():
        text = TextContent(heading="Член 1", html="<p>Текст.</p>")
        version = publish_version(
            institution=place.institution,
            document_uuid=uuid4(),
            kind="strategy",
            titles={"mk": "Стратегија"},
            provisions=[ProvisionContent(uid=uuid4(), kind="article", number="1", texts={"mk": text})],
            languages=["mk"],
            source_language="mk",
            actor=None,
            now=NOW,
        )
        return {"document": version.document.uuid, "version": version.uuid}

    def scheduled():
        uuid = uuid4()
        schedule_consultation(
            institution=place.institution,
            uuid=uuid,
            titles={"mk": "Нацрт"},
            summaries={},
            act_type="standard",
            opens_at=NOW,
            closes_at=NOW + timedelta(days=60),
            versions=[],
            actor=None,
            source_language="mk",
            now=NOW,
        )
        return {"consultation": uuid}

    def announced(moment):
        def announce():
            announce_transitions(now=moment)
            return of_consultation()

        return announce

    def closing_soon():
        announce_transitions(now=OPENS)
        return announced(CLOSES - timedelta(days=2))()

    def answered():
        submission = SubmissionFactory(consultation=place.consultation)
        ResponseFactory(consultation=place.consultation, submissions=[submission])
        arguments = {"institution": place.institution, "consultation_uuid": place.consultation.uuid}
        conclude_consultation(actor=None, now=AFTER, **arguments)
        return of_consultation()

    def cancelled():
        arguments = {"institution": place.institution, "consultation_uuid": place.consultation.uuid}
        cancel_consultation(reasons=REASONS, actor=None, now=NOW, **arguments)
        return of_consultation()

    def sent():
        return of_submission(send("Предлог.").submission)

    def held():
        heard.hold = True
        return sent()

    def moderated(action, state="published"):
        def decide():
            submission = SubmissionFactory(consultation=place.consultation, state=state)
            moderate(
                submission_uuid=submission.uuid,
                action=action,
                public_reason=REASONS,
                reason_code="insult",
                actor=None,
                institution=place.institution,
                now=NOW,
            )
            return of_submission(submission)

        return decide

    def withdrawn():
        submission = SubmissionFactory(consultation=place.consultation)
        withdraw_submission(follow_token(submission.uuid), now=NOW)
        return of_submission(submission)

    def responded():
        submission = SubmissionFactory(consultation=place.consultation)
        respond(
            institution=place.institution,
            submission_uuids=[submission.uuid],
            outcome="accepted",
            reasons=REASONS,
            actor=None,
            now=NOW,
        )
        return of_submission(submission)

    def erased():
        author = Account(user_id=UserFactory().pk)
        submission = send("Предлог.", author=author).submission
        erase_person(person=person_by_receipt(submission.receipt_number), actor=None, now=NOW)
        return of_submission(submission)

    def enabled():
        permit_plugin(institution=place.institution, plugin="probe", actor=None)
        return {}

    return {
        Kind.VERSION_PUBLISHED: version_published,
        Kind.CONSULTATION_SCHEDULED: scheduled,
        Kind.CONSULTATION_OPENED: announced(OPENS),
        Kind.CONSULTATION_CLOSING_SOON: closing_soon,
        Kind.CONSULTATION_CLOSED: announced(AFTER),
        Kind.CONSULTATION_ANSWERED: answered,
        Kind.CONSULTATION_CANCELLED: cancelled,
        Kind.SUBMISSION_RECEIVED: sent,
        Kind.SUBMISSION_HELD: held,
        Kind.SUBMISSION_PUBLISHED: sent,
        Kind.SUBMISSION_HIDDEN: moderated("hide"),
        Kind.SUBMISSION_REMOVED: moderated("remove"),
        Kind.SUBMISSION_RESTORED: moderated("restore", "removed"),
        Kind.SUBMISSION_WITHDRAWN: withdrawn,
        Kind.SUBMISSION_ANSWERED: responded,
        Kind.SUBMISSION_ERASED: erased,
        Kind.PLUGIN_ENABLED: enabled,
    }


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.PERSON_ERASED])
def test_event_reaches_plugins_in_the_transaction_and_after_it(kind, drive, heard, place):
    ids = drive[kind]()
    (event,) = [event for event in heard.inside if event.kind == kind]
    assert event.institution == place.institution.uuid
    found = {name: getattr(event, name) for name in ("consultation", "submission", "document", "version")}
    assert {name: uuid for name, uuid in found.items() if uuid is not None} == ids

    assert heard.after == []
    while deliver_outbox(now=AFTER + timedelta(days=3650)):
        continue
    assert heard.after == heard.inside


def test_entry_of_an_erasure_is_for_the_ledger_alone(drive, heard):
    drive[Kind.SUBMISSION_ERASED]()
    assert Kind.PERSON_ERASED not in {event.kind for event in heard.inside}
